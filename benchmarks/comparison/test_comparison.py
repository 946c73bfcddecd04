"""python3 -m unittest discover -s benchmarks -t benchmarks"""
import sys
import unittest

import sweep
from comparison import measures, report, runs

REFERENCES = {"ce": "ours"}
RATES = ("images_per_second", "images_per_second_overall")
FACTS = {"settings": {"rounds": 2, "steps": 1, "warmup": 0, "threads": 1}}


def run_of(name, number, rate, **more):
    result = {"images_per_second": rate, "images_per_second_overall": rate / 2}
    return of_result("ce", number, name, result, **more)


def of_result(measure, number, name, result, **more):
    return {"measure": measure, "round": number, "name": name, "disturbed": False, "busy_cores_before": 0, "result": result, **more}


def summary_of(done):
    return report.put_together(done, {"ce": "LongTail fp32"}, FACTS)["summary"]


class ComparisonTests(unittest.TestCase):
    def test_ratios_are_taken_within_a_round(self):
        done = [run_of("ours", 1, 100), run_of("peer", 1, 50), run_of("ours", 2, 10), run_of("peer", 2, 10)]
        rows = report.put_together(done, REFERENCES, FACTS)["measures"]["ce"]
        self.assertEqual({"median": 1.5, "low": 1.0, "high": 2.0}, rows[1]["ours_by_this_images_per_second"])

    def test_a_round_in_which_one_program_failed_gives_no_ratio(self):
        failed = {"measure": "ce", "round": 1, "name": "ours", "disturbed": False, "busy_cores_before": 0, "error": "ended with 1: no"}
        comparison = report.put_together([failed, run_of("peer", 1, 50)], REFERENCES, FACTS)
        self.assertEqual([], comparison["measures"]["ce"][0]["ours_by_this_images_per_second"])
        self.assertIn("Failed: ce, round 1, ours: ended with 1: no.", report.tables(comparison))

    def test_a_disturbed_run_is_told(self):
        comparison = report.put_together([run_of("ours", 1, 100, disturbed=True), run_of("ours", 2, 100)], REFERENCES, FACTS)
        self.assertIn("The machine was not quiet in 1 of 2 runs", report.tables(comparison))

    def test_another_number_of_threads_is_told(self):
        odd = run_of("ours", 1, 100)
        odd["result"]["threads"] = 2
        self.assertIn("Not comparable: ce, round 1, ours ran with 2 threads.", report.tables(report.put_together([odd], REFERENCES, FACTS)))

    def test_the_result_is_the_last_line_of_json_with_rates(self):
        line = '{"images_per_second": 2, "images_per_second_overall": 1.5}'
        self.assertEqual({"result": {"images_per_second": 2, "images_per_second_overall": 1.5}}, runs.result_in(f"hello\n{line}\n{{}}\nbye\n", RATES))
        self.assertIn("error", runs.result_in("{not json}\n", RATES))

    def test_reports_have_no_absolute_paths(self):
        self.assertEqual("compare.py --data cifar --peer 'a=run.sh -C peer' ./b c/d", runs.without_paths("compare.py --data /x/cifar --peer 'a=/x/run.sh -C /x/y/peer' ./b c/d"))

    def test_what_a_failing_program_said_is_kept(self):
        said = runs.rates_of([sys.executable, "-c", "import sys; sys.exit('no data')"], 20)
        self.assertEqual({"error": "ended with 1: no data"}, said)

    def test_a_program_that_takes_too_long_is_ended(self):
        said = runs.rates_of([sys.executable, "-c", "import time; time.sleep(30)"], 0.2)
        self.assertEqual({"error": "took longer than 0.2 s"}, said)

    def test_the_summary_sets_the_median_ratio_beside_what_is_asked_for(self):
        done = [run_of("LongTail fp32", 1, 100), run_of("peer", 1, 50), run_of("LongTail fp32", 2, 100), run_of("peer", 2, 80)]
        row, = summary_of(done)
        self.assertEqual(("peer, fp32", {"median": 1.625, "low": 1.25, "high": 2.0}, 1.5), (row["against"], row["ratio"], row["wanted"]))
        self.assertIn("1.62 (1.25 to 2.00) | 1.62 (1.25 to 2.00) | at least 1.5: yes |", report.tables(report.put_together(done, {"ce": "LongTail fp32"}, FACTS)))

    def test_a_target_that_all_images_over_all_time_miss_is_told(self):
        done = [run_of("LongTail fp32", 1, 100), run_of("peer", 1, 60)]
        done[0]["result"]["images_per_second_overall"] = 42
        self.assertIn("1.67 (1.67 to 1.67) | 1.40 (1.40 to 1.40) | at least 1.5: yes, over all time no |", report.tables(report.put_together(done, {"ce": "LongTail fp32"}, FACTS)))

    def test_peers_are_compared_with_the_precision_that_the_row_speaks_of_and_not_with_ours_in_another(self):
        done = [run_of("LongTail fp32", 1, 100), run_of("LongTail bf16", 1, 200), run_of("peer", 1, 50)]
        comparison = report.put_together(done, {"ce": "LongTail bf16"}, FACTS)
        self.assertEqual([4], [row["ratio"]["median"] for row in comparison["summary"]])
        self.assertEqual([2, 1, 4], [row["ours_by_this_images_per_second"]["median"] for row in comparison["measures"]["ce"]])

    def test_arithmetic_is_told_as_a_share_of_the_best_roof_in_the_same_precision(self):
        roofs = [of_result("roof", n, "LongTail", {"fp32_gflops_per_second": fp32, "bf16_gflops_per_second": 400.0}) for n, fp32 in ((1, 150.0), (2, 200.0))]
        ours = [run_of("LongTail fp32", 1, 100), run_of("peer", 1, 50)]
        ours[0]["result"]["gflop_per_image"] = 0.5
        row, = summary_of([*roofs, *ours])
        self.assertEqual(([50.0, 25.0], [0.25, 0.125]), (row["gflops_per_second"], row["share_of_roof"]))
        bf16 = [run_of("LongTail fp32", 1, 100)]
        bf16[0]["result"].update(gflop_per_image=0.5, precision="bf16")
        self.assertEqual(0.125, report.put_together([*roofs, *bf16], {"ce": "LongTail fp32"}, FACTS)["measures"]["ce"][0]["share_of_roof"])

    def test_a_processor_without_instructions_for_bf16_has_no_roof_in_it(self):
        roofs = [of_result("roof", 1, "LongTail", {"fp32_gflops_per_second": 150.0})]
        bf16 = [run_of("LongTail bf16", 1, 100)]
        bf16[0]["result"].update(gflop_per_image=0.5, precision="bf16")
        comparison = report.put_together([*roofs, *bf16], {"ce": "LongTail bf16"}, FACTS)
        self.assertEqual({"fp32": 150.0}, comparison["roof"])
        self.assertNotIn("share_of_roof", comparison["measures"]["ce"][0])

    def test_a_start_is_held_to_two_seconds(self):
        starts = [of_result("start", n, "LongTail", {"seconds": seconds, "peak_rss_mib": 300.0}) for n, seconds in ((1, 1.5), (2, 2.4), (3, 1.7))]
        row, = summary_of(starts)
        self.assertEqual(({"median": 1.7, "low": 1.5, "high": 2.4}, [300, None]), (row["ours"], row["peak_rss_mib"]))
        self.assertIn("| 1.70 (1.50 to 2.40) s | - | - | - | under 2 s: yes |", report.tables(report.put_together(starts, {}, FACTS)))

    def test_a_comparison_of_its_own_is_a_row_with_its_own_ratio(self):
        sweeps = [of_result("also", n, "sweep.py", {"name": "temperature sweep", "ratio": ratio}) for n, ratio in ((1, 1.4), (2, 1.6), (3, 1.45))]
        row, = summary_of(sweeps)
        self.assertEqual(("temperature sweep", 1.45, 1.5), (row["work"], row["ratio"]["median"], row["wanted"]))
        self.assertIn("at least 1.5: no", report.tables(report.put_together(sweeps, {}, FACTS)))

    def test_a_sweep_is_compared_with_both_kinds_of_separate_runs(self):
        def sweep(number, ours):
            return of_result(measures.SWEEP, number, "LongTail", {"name": measures.SWEEP_NAME, "unit": "s", "ours": ours, "against": "apart", "theirs": 40, "ratio": 40 / ours,
                                                                  "further": [{"against": "found", "theirs": 24, "ratio": 24 / ours}]})

        first, second = summary_of([sweep(1, 20), sweep(2, 16), sweep(3, 25)])
        self.assertEqual(("apart", 2.0, 40, 1.5), (first["against"], first["ratio"]["median"], first["theirs"]["median"], first["wanted"]))
        self.assertEqual(("found", 1.2, 24, 1.5), (second["against"], second["ratio"]["median"], second["theirs"]["median"], second["wanted"]))

    def test_the_line_of_a_sweep_is_what_the_comparison_reads(self):
        rounds = [{"together": {"wall": 20.0, "cpu": 19.0}, "apart": {"wall": 40.0, "cpu": 39.0}, "found": {"wall": 24.0, "cpu": 23.0}}]
        line = sweep.line({"rounds": rounds, "temperatures": [1, 2], "together": {"wall": sweep.ratios(rounds, "wall")}})
        read = runs.result_in(line + "\n", ("ratio",))["result"]
        self.assertEqual((2.0, "2 separate runs that train their teacher each", 1.2), (read["ratio"], read["against"], read["further"][0]["ratio"]))

    def test_the_seconds_until_a_line_are_counted_and_the_program_is_ended(self):
        program = "import time; print('ready', flush=True); time.sleep(0.2); print('first step after 1 s', flush=True); time.sleep(30)"
        said = runs.seconds_until([sys.executable, "-c", program], 20, measures.FIRST_STEP)["result"]["seconds"]
        self.assertTrue(0.2 <= said < 20, said)

    def test_a_program_that_never_takes_a_step_is_told(self):
        self.assertEqual({"error": "never said 'first step after'"}, runs.seconds_until([sys.executable, "-c", "print('no')"], 20, measures.FIRST_STEP))


if __name__ == "__main__":
    unittest.main()
