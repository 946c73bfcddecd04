#!/usr/bin/env bash
# Runs the tests as they are built for Windows, by Wine 10 or newer. Needs nothing of Microsoft's but what dotnet restores.
#   eng/wine-tests.sh [PROJECT ...]   all test projects but the tools' unless some are named
# WINE names another command than wine. Each class has a process of its own: Wine does not undo what a C++ exception passes
# (libtorch's guards of gradients, for one), so after a test in which libtorch refuses something, others of its class fail: MetaStepTests.
# Nor does DataGetTests end there, whose server breaks off a download by a function that Wine lacks. Both are told, and make this fail.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
read -ra wine <<< "${WINE:-wine}"
export WINEDEBUG=${WINEDEBUG:--all} NO_COLOR=1 DOTNET_CLI_UI_LANGUAGE=en
projects=("$@")
if [ $# -eq 0 ]; then projects=(LongTail.Tests LongTail.Runs.Tests LongTail.Cli.Tests LongTail.Figures.Tests LongTail.Benchmarks.Tests); fi
log=$(mktemp)
trap 'rm -f "$log"' EXIT
passed=0 failed=0 skipped=0 broken=0

count() { sed -n "s/^ *$1: \([0-9]\{1,\}\)\r\{0,1\}$/\1/p" "$log" | tail -n 1; }

for project in "${projects[@]}"; do
    out=$PWD/artifacts/windows/$project
    dotnet publish "tests/$project" -c Release -p:RuntimeIdentifier=win-x64 --self-contained -p:RestorePackagesWithLockFile=false -o "$out"
    while read -r class; do
        status=0
        timeout --kill-after=10 600 "${wine[@]}" "$out/$project.exe" --filter-class "*.$class" --filter-not-trait Category=Slow > "$log" 2>&1 < /dev/null || status=$?
        succeeded=$(count succeeded)
        if [ -z "$succeeded" ]; then
            echo "$class: no result, exit code $status"
            grep -am 3 -E "unimplemented function|Unhandled|CLR error" "$log" | sed 's/^/  /' || true
            broken=$((broken + 1))
            continue
        fi
        # 8: every test of the class was skipped.
        if [ "$status" -ne 0 ] && [ "$status" -ne 8 ] && [ "$(count failed)" -eq 0 ]; then
            echo "$class: exit code $status after its tests"
            broken=$((broken + 1))
        fi
        passed=$((passed + succeeded)) failed=$((failed + $(count failed))) skipped=$((skipped + $(count skipped)))
        grep -a "^failed " "$log" || true
    done < <(grep -rlE '\[(Fact|Theory)' --include='*Tests.cs' "tests/$project" | xargs -n 1 basename -s .cs | sort)
done
echo "$passed passed, $failed failed, $skipped skipped; $broken classes without a result"
[ "$failed" -eq 0 ] && [ "$broken" -eq 0 ]
