"""python3 -m unittest discover -s benchmarks -t benchmarks"""
import sys
import unittest

from comparison import report, runs

FACTS = {"settings": {"rounds": 2, "steps": 1, "warmup": 0, "threads": 1}}


def run_of(name, number, rate, **more):
    result = {"images_per_second": rate, "images_per_second_overall": rate / 2}
    return {"measure": "ce", "round": number, "name": name, "disturbed": False, "busy_cores_before": 0, "result": result, **more}


class ComparisonTests(unittest.TestCase):
    def test_ratios_are_taken_within_a_round(self):
        done = [run_of("ours", 1, 100), run_of("peer", 1, 50), run_of("ours", 2, 10), run_of("peer", 2, 10)]
        rows = report.put_together(done, "ours", FACTS)["measures"]["ce"]
        self.assertEqual({"median": 1.5, "low": 1.0, "high": 2.0}, rows[1]["ours_by_this_images_per_second"])

    def test_a_round_in_which_one_program_failed_gives_no_ratio(self):
        failed = {"measure": "ce", "round": 1, "name": "ours", "disturbed": False, "busy_cores_before": 0, "error": "ended with 1: no"}
        comparison = report.put_together([failed, run_of("peer", 1, 50)], "ours", FACTS)
        self.assertEqual([], comparison["measures"]["ce"][0]["ours_by_this_images_per_second"])
        self.assertIn("Failed: ce, round 1, ours: ended with 1: no.", report.tables(comparison))

    def test_a_disturbed_run_is_told(self):
        comparison = report.put_together([run_of("ours", 1, 100, disturbed=True), run_of("ours", 2, 100)], "ours", FACTS)
        self.assertIn("The machine was not quiet in 1 of 2 runs", report.tables(comparison))

    def test_another_number_of_threads_is_told(self):
        odd = run_of("ours", 1, 100)
        odd["result"]["threads"] = 2
        self.assertIn("Not comparable: ce, round 1, ours ran with 2 threads.", report.tables(report.put_together([odd], "ours", FACTS)))

    def test_the_result_is_the_last_line_of_json_with_rates(self):
        line = '{"images_per_second": 2, "images_per_second_overall": 1.5}'
        self.assertEqual({"result": {"images_per_second": 2, "images_per_second_overall": 1.5}}, runs.result_in(f"hello\n{line}\n{{}}\nbye\n"))
        self.assertIn("error", runs.result_in("{not json}\n"))

    def test_reports_have_no_absolute_paths(self):
        self.assertEqual("compare.py --data cifar --peer 'a=run.sh -C peer' ./b c/d", runs.without_paths("compare.py --data /x/cifar --peer 'a=/x/run.sh -C /x/y/peer' ./b c/d"))

    def test_what_a_failing_program_said_is_kept(self):
        said = runs.outcome_of([sys.executable, "-c", "import sys; sys.exit('no data')"], 20)
        self.assertEqual({"error": "ended with 1: no data"}, said)

    def test_a_program_that_takes_too_long_is_ended(self):
        said = runs.outcome_of([sys.executable, "-c", "import time; time.sleep(30)"], 0.2)
        self.assertEqual({"error": "took longer than 0.2 s"}, said)


if __name__ == "__main__":
    unittest.main()
