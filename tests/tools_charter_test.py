"""tools/check_charter.py flags each kind of forbidden field wherever a field can be declared."""
import json
import unittest

from planted import PlantedTestCase

OPENAPI = {
    "paths": {"/v1/calls/{call_id}": {"get": {"parameters": [{"name": "limit", "in": "query"}]}}},
    "components": {"schemas": {"Call": {"properties": {"surface": {"type": "string"}, "channel": {
        "type": "string", "enum": ["phone"]}}}}},
}


class Charter(PlantedTestCase):
    def flags_member(self, member, reason):
        text = f"// Planted.\n#pragma once\nBOOST_DESCRIBE_STRUCT(Caller, (),\n    (name, {member}))\n"
        self.assert_flagged("check_charter", {"src/domain/unit/state.hpp": text},
                            f"src/domain/unit/state.hpp:3: described member '{member}'", reason)

    def test_a_clean_tree_passes(self):
        self.assert_clean("check_charter", self.plant())

    def test_biometrics(self):
        for member in ("face_image", "caller_fingerprint", "gait", "voice_print", "dna_sample", "irisCode",
                       "biometric_id", "faceprint"):
            with self.subTest(member=member):
                self.flags_member(member, "biometric")

    def test_tracks(self):
        for member in ("track", "phone_track", "trajectory", "location_history", "plate_history", "imei",
                       "last_whereabouts"):
            with self.subTest(member=member):
                self.flags_member(member, "track")

    def test_scores_and_lists(self):
        for member, reason in (("risk_score", "score"), ("person_score", "score"), ("credit_score", "score"),
                               ("suspicion", "score of a person"), ("watchlist", "list of persons"),
                               ("on_black_list", "list of persons"), ("resident_id", "register of residents"),
                               ("ethnicity", "no duty"), ("high_risk", "prediction")):
            with self.subTest(member=member):
                self.flags_member(member, reason)

    def test_type_names_and_enumerators(self):
        self.assert_flagged("check_charter",
                            {"src/domain/unit/a.hpp": "BOOST_DESCRIBE_STRUCT(Trajectory, (), (a))\n"},
                            "'Trajectory'")
        self.assert_flagged("check_charter", {
            "src/terms/a.hpp": "BOOST_DEFINE_ENUM_CLASS(Evidence, photo, fingerprint)\n"},
            "enumerator 'fingerprint'")

    def test_tables_and_columns(self):
        text = 'const char* schema = "CREATE TABLE call (id TEXT, " "x INT)";\n'
        self.assert_clean("check_charter", self.plant({"src/adapters/sqlite/a.cpp": text}))
        self.assert_flagged("check_charter", {"src/adapters/sqlite/a.cpp":
                                              'auto s = R"(CREATE TABLE call (id TEXT, face_id BLOB))";\n'},
                            "table or column 'face_id'")
        self.assert_flagged("check_charter", {"src/adapters/sqlite/a.sql":
                                              "CREATE TABLE resident (\n    id TEXT);\n"}, "'resident'")

    def test_routes_and_parameters(self):
        self.assert_flagged("check_charter", {"src/api/a.cpp": 'auto r = "/v1/persons/{person_id}/track";\n'},
                            "route 'track'")
        self.assert_flagged("check_charter", {"src/api/a.cpp": 'auto p = "voiceprint";\n'},
                            "key 'voiceprint'")

    def test_rulebook_keys(self):
        rulebook = "rulebook/wuhan/incident.toml"
        self.assert_clean("check_charter", self.plant({rulebook: "[class.theft]\nlabel = \"人脸\"\n"}))
        self.assert_flagged("check_charter", {rulebook: "[class.theft]\nrisk_score = 3\n"}, "'risk_score'")
        self.assert_flagged("check_charter", {rulebook: "[\"重点人员\"]\na = 1\n"}, "a list of persons")
        self.assert_flagged("check_charter", {rulebook: "[broken\n"}, "is no TOML")

    def test_parts_of_other_words_pass(self):
        members = "surface, interface_name, soundtrack, tracheotomy, scoreboard, irish, gaiter, underscore"
        self.assert_clean("check_charter", self.plant({
            "src/domain/unit/a.hpp": f"BOOST_DESCRIBE_STRUCT(Place, (), ({members}))\n"}))

    def test_a_score_is_planning_s_alone(self):
        text = "BOOST_DESCRIBE_STRUCT(Candidate, (), (score))\n"
        self.assert_clean("check_charter", self.plant({"src/planning/a.hpp": text}))
        self.assert_flagged("check_charter", {"src/views/a.hpp": text}, "'score'")

    def test_openapi(self):
        root = self.plant({"openapi.json": json.dumps(OPENAPI)})
        self.assert_clean("check_charter", root, "--openapi", root / "openapi.json")
        text = json.dumps(OPENAPI)
        for good, bad in (('"surface"', '"gait"'), ('"Call"', '"FaceMatch"'), ("/calls/", "/watchlist/"),
                          ('"limit"', '"risk_score"'), ('"phone"', '"dna"')):
            document = text.replace(good, bad)
            (root / "openapi.json").write_text(document, "utf-8")
            self.assertEqual(self.check("check_charter", root, "--openapi", root / "openapi.json")[0], 1,
                             document)


if __name__ == "__main__":
    unittest.main()
