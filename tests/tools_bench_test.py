"""The table that sets peers beside Anlan: the right pairs, ratios that say who is better, nothing invented.
"""
import pathlib
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))
import bench_peers  # noqa: E402
import bench_table  # noqa: E402


def table(series):
    return bench_peers.table(series, bench_table.number)


class PeersBesideAnlan(unittest.TestCase):
    def test_more_is_better_for_rates(self):
        text = table({"engine_32_callers": ("commands/s", [20_000, 30_000, 40_000]),
                      "bullmq.create_32_in_flight": ("/s", [5_000, 3_000, 4_000])})
        self.assertIn("| 30,000 | BullMQ | 4,000 | /s | 7.5 |", text)

    def test_less_is_better_for_lateness_whatever_the_count(self):
        text = table({"due_500_per_s_lag_p99": ("ms", [5]),
                      "pgboss.due_500_per_s_pending_100k_lag_p99": ("ms", [500]),
                      "bullmq.due_500_per_s_pending_5k_lag_p99": ("ms", [2])})
        self.assertIn("| pg-boss | 500 | ms | 100 |", text)
        self.assertIn("| BullMQ | 2 | ms | 0.4 |", text)
        self.assertIn("pending_5k", text)

    def test_nothing_without_a_figure_of_both(self):
        self.assertEqual(table({"engine_32_callers": ("commands/s", [1])}), "")
        self.assertEqual(table({"bullmq.create_32_in_flight": ("/s", [1])}), "")
        self.assertEqual(table({"engine_32_callers": ("commands/s", [1]),
                                "unknown.create_32_in_flight": ("/s", [1])}), "")

    def test_no_ratio_to_what_the_clock_does_not_show(self):
        text = table({"due_500_per_s_lag_p50": ("ms", [0]),
                      "pgboss.due_500_per_s_pending_100k_lag_p50": ("ms", [200])})
        self.assertIn("| - |", text)

    def test_a_storm_that_did_not_end_took_longer_than_was_waited(self):
        text = table({"due_storm_all_out": ("ms", [300]),
                      "graphile_default.due_storm_100k_out_in_150_s": ("jobs", [90_000])})
        self.assertIn("| graphile-worker | > 150,000 | ms | > 500 |", text)


class FiguresAreRead(unittest.TestCase):
    def test_names_of_peers_are_figures(self):
        found = bench_table.LINE.match("graphile_tuned.due_storm_100k_all_out 6012 ms")
        self.assertEqual(found.group(1), "graphile_tuned.due_storm_100k_all_out")

    def test_peers_are_measured_when_asked_for(self):
        names = lambda peers: {path.name for path in bench_table.programs(ROOT, [], peers)}  # noqa: E731
        self.assertEqual(names(True) - names(False), {"nearest_peers_bench.py", "timers_peers_bench.py"})


if __name__ == "__main__":
    unittest.main()
