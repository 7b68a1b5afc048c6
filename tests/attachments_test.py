"""Photos and voice notes of an incident over HTTP: kept once, shown for a stated purpose with a look of its
own, without where and with what they were made; what is neither is refused; what was changed on the disk is
shown."""
import json
import os
import pathlib
import struct
import tempfile
import time
import unittest
import uuid

import sounds
from anlan_server import WHERE, Server


def segment(marker, content):
    return bytes([0xFF, marker]) + struct.pack(">H", len(content) + 2) + content


PLACE = b"30.5928N 114.3055E"
EXIF = segment(0xE1, b"Exif\0\0" + PLACE)
PICTURE = (segment(0xDB, b"\1" * 65) + segment(0xC4, b"\1" * 20) +
           segment(0xC0, b"\x08\0\x10\0\x18\1\1\x11\0") +
           segment(0xDA, b"\1\1\0\0\x3f\0") + b"what the picture shows")
PHOTO = b"\xff\xd8" + EXIF + PICTURE + b"\xff\xd9" + b"a film behind it"
KEPT = b"\xff\xd8" + PICTURE + b"\xff\xd9"


class Attachments(unittest.TestCase):
    def setUp(self):
        self.server = Server()
        self.addCleanup(self.server.__exit__)
        self.server.prepare()
        self.server.start()
        self.server.sign_in()
        opened = self.server.post("/v1/incidents", {"class_code": "order.fight", "location": {
            "place_text": "黄鹤楼", "where": WHERE}, "summary": "打架", "answers": [], "duress": False})
        self.assertEqual(opened.status, 201, opened.text)
        self.path = "/v1/incidents/" + opened.json["stream"]

    def send(self, body, key=None):
        return self.server.post(self.path + "/attachments", body, key,
                                {"Content-Type": "application/octet-stream"})

    def attachments(self):
        state = self.server.get(self.path, **{"Anlan-Purpose": "dispatch"}).json["state"]
        return state.get("attachments", [])

    def show(self, attachment_id, **headers):
        return self.server.request("GET", f"{self.path}/attachments/{attachment_id}", headers=headers)

    def files(self):
        return [file for file in (self.server.data / "attachments").rglob("*") if file.is_file()]

    def test_a_photo_is_kept_once_sealed_and_shown_for_a_purpose(self):
        key = uuid.uuid4().hex
        self.assertEqual(self.send(PHOTO, key).status, 200)
        self.assertTrue(self.send(PHOTO, key).json["repeated"])
        self.assertEqual(self.send(PHOTO).status, 200)
        [one] = self.attachments()
        self.assertEqual((one["media_type"], one["bytes"]), ("image/jpeg", len(KEPT)))
        [file] = self.files()
        self.assertEqual(file.parent.name + file.name, one["sealed_hash"])
        on_disk = b"".join(file.read_bytes() for file in self.server.data.rglob("*") if file.is_file())
        self.assertNotIn(b"what the picture shows", on_disk)
        self.assertNotIn(PLACE, on_disk)
        refused = self.show(one["attachment_id"])
        self.assertEqual((refused.status, refused.code), (403, "access.purpose_required"))
        self.assertEqual(self.looks(one), 0)
        shown = self.show(one["attachment_id"], **{"Anlan-Purpose": "dispatch"})
        self.assertEqual(shown.status, 200)
        self.assertEqual(shown.body, KEPT)
        self.assertEqual(shown.headers["Content-Type"], "image/jpeg")
        self.assertEqual(shown.headers["Cache-Control"], "no-store")
        self.assertIn("sandbox", shown.headers["Content-Security-Policy"])
        self.assertEqual(shown.headers["X-Content-Type-Options"], "nosniff")
        self.assertEqual(self.looks(one), 1)

    def looks(self, one):
        exported = self.server.run("export", "--data", self.server.data).stdout
        return exported.count("attachment:" + one["attachment_id"])

    def test_it_is_there_after_a_kill_and_the_log_still_verifies(self):
        self.assertEqual(self.send(PHOTO).status, 200)
        self.server.process.kill()
        self.server.process.wait()
        self.server.run("verify", "--data", self.server.data)
        self.server.start()
        self.server.sign_in()
        [one] = self.attachments()
        self.assertEqual(self.show(one["attachment_id"], **{"Anlan-Purpose": "dispatch"}).body, KEPT)

    def test_verify_names_the_record_whose_attachment_is_missing(self):
        self.assertEqual(self.send(PHOTO).status, 200)
        [one], [file] = self.attachments(), self.files()
        record = self.path.rsplit("/", 1)[1]
        with tempfile.TemporaryDirectory() as folder:
            copy = pathlib.Path(folder, "backup")
            self.server.run("backup", "--data", self.server.data, "--to", copy)
            self.server.run("verify", "--data", copy)
            sealed, = [path for path in (copy / "attachments").rglob("*") if path.is_file()]
            sealed.unlink()
            said = self.server.run("verify", "--data", copy, check=False)
            self.assertEqual(said.returncode, 1, said.stdout)
            self.assertIn(f"{record}: the attachment {one['attachment_id']} is missing", said.stdout)
        whole = file.read_bytes()
        file.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
        said = self.server.run("verify", "--data", self.server.data, "--json", check=False)
        self.assertEqual(said.returncode, 1, said.stdout)
        found = json.loads(said.stdout)
        self.assertFalse(found["ok"])
        self.assertEqual(found["attachments"], [{"record": record, "attachment_id": one["attachment_id"],
                                                 "sealed_hash": one["sealed_hash"], "is": "damaged"}])

    def test_what_no_record_names_is_removed_after_its_time_and_counted(self):
        self.assertEqual(self.send(PHOTO).status, 200)
        [kept] = self.files()
        self.server.stop()
        folder = self.server.data / "attachments" / "ab"
        folder.mkdir(exist_ok=True)
        lost, fresh = folder / ("0" * 62), folder / ("1" * 62)
        lost.write_bytes(b"sent, and the record never named it")
        fresh.write_bytes(b"being sent")
        os.utime(lost, (time.time() - 25 * 3600,) * 2)
        self.server.start()
        ends = time.monotonic() + 30
        while lost.exists() and time.monotonic() < ends:
            self.server.get("/healthz")
        self.assertFalse(lost.exists())
        self.assertTrue(fresh.exists() and kept.exists())
        self.server.sign_in("watch")
        figures = self.server.get("/metrics").text
        self.assertIn('anlan_attachments_removed_total{why="unnamed"} 1', figures)
        self.assertIn('"event":"attachments.swept"', (self.server.data / "stderr.txt").read_text("utf-8"))

    def test_what_is_no_photo_is_refused_in_words_and_leaves_nothing(self):
        for body, status, code in [
                (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", 422, "attachment.not_taken"),
                (b"", 422, "attachment.not_taken"),
                (b"\xff\xd8\xff<script>alert(1)</script>", 422, "attachment.unreadable"),
                (PHOTO[:-20], 422, "attachment.unreadable"),
                (b"\xff\xd8" + EXIF + PICTURE + b"x" * 250_000 + b"\xff\xd9", 413, "attachment.too_large")]:
            answer = self.send(body)
            self.assertEqual((answer.status, answer.code), (status, code), body[:40])
            self.assertTrue(answer.json["zh"])
        self.assertEqual(self.files(), [])
        self.assertEqual(self.attachments(), [])

    def test_voice_notes_of_every_browser_are_kept_without_what_tells_of_anybody(self):
        for sound, media_type in [(sounds.webm(99), "audio/webm"), (sounds.ogg(100), "audio/ogg"),
                                  (sounds.mp4(94), "audio/mp4")]:
            self.assertIn(sounds.TELLS, sound)
            answer = self.send(sound)
            self.assertEqual(answer.status, 200, answer.text)
            one = self.attachments()[-1]
            self.assertEqual((one["media_type"], one["seconds"]), (media_type, 2))
            refused = self.show(one["attachment_id"])
            self.assertEqual((refused.status, refused.code), (403, "access.purpose_required"))
            self.assertEqual(self.looks(one), 0)
            heard = self.show(one["attachment_id"], **{"Anlan-Purpose": "dispatch"})
            self.assertEqual(heard.headers["Content-Type"], media_type)
            self.assertNotIn(sounds.TELLS, heard.body)
            self.assertEqual(len(heard.body), one["bytes"])
            self.assertEqual(self.looks(one), 1)
            self.assertTrue(self.send(sound).status == 200 and len(self.attachments()) == len(self.files()))
        on_disk = b"".join(file.read_bytes() for file in self.server.data.rglob("*") if file.is_file())
        for plain in (sounds.TELLS, sounds.OPUS_PACKET * 3, sounds.AAC_FRAME * 3):
            self.assertNotIn(plain, on_disk)

    def test_a_voice_note_that_is_too_long_or_no_sound_is_refused_in_words(self):
        long = sounds.webm(50) + sounds.element("1f43b675", sounds.number("e7", 61_000) + sounds.block(0))
        for body, status, code in [
                (long, 422, "attachment.too_long"),
                (sounds.webm(50, entries=2), 422, "attachment.unreadable"),
                (sounds.webm(50, codec=b"A_VORBIS"), 422, "attachment.unreadable"),
                (sounds.mp4(50, handler=b"vide"), 422, "attachment.unreadable"),
                (sounds.ogg(50)[:-10], 422, "attachment.unreadable"),
                (b"RIFF\x04\0\0\0WAVE", 422, "attachment.not_taken"),
                (b"ID3\x04", 422, "attachment.not_taken"),
                (sounds.webm(50) + b"\0" * 250_000, 413, "attachment.too_large")]:
            answer = self.send(body)
            self.assertEqual((answer.status, answer.code), (status, code), body[:40])
            self.assertTrue(answer.json["zh"])
        self.assertEqual(self.attachments(), [])

    def test_who_may_not_read_the_incident_may_neither_add_nor_see(self):
        self.assertEqual(self.send(PHOTO).status, 200)
        [one] = self.attachments()
        self.server.sign_in("jianghan")
        shown = self.show(one["attachment_id"], **{"Anlan-Purpose": "dispatch"})
        self.assertEqual(shown.status, 403, shown.text)
        self.assertTrue(shown.code.startswith("access."), shown.code)
        added = self.send(PHOTO.replace(b"what", b"some"))
        self.assertEqual(added.status, 403, added.text)
        self.assertEqual(len(self.files()), 1, "nothing is kept of it")

    def test_a_changed_byte_is_not_shown_and_a_missing_one_is_said(self):
        self.assertEqual(self.send(PHOTO).status, 200)
        [one], [file] = self.attachments(), self.files()
        whole = file.read_bytes()
        file.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
        self.assertEqual(self.show(one["attachment_id"], **{"Anlan-Purpose": "dispatch"}).status, 503)
        file.unlink()
        self.assertEqual(self.show(one["attachment_id"], **{"Anlan-Purpose": "dispatch"}).status, 503)
        self.assertEqual(self.send(PHOTO).status, 200, "sent again it is there again")
        self.assertEqual(self.show(one["attachment_id"], **{"Anlan-Purpose": "dispatch"}).body, KEPT)
        nobody = self.show("att_NOSUCH", **{"Anlan-Purpose": "dispatch"})
        self.assertEqual((nobody.status, nobody.code), (404, "attachment.unknown"))


if __name__ == "__main__":
    unittest.main()
