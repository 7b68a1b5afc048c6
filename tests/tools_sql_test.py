"""tools/check_sql.py flags SQL that is put together, and leaves literals with bound values alone."""
import unittest

from planted import PlantedTestCase

CPP = "src/adapters/sqlite/a.cpp"


class Sql(PlantedTestCase):
    def flags(self, path, text, expected="SQL is one literal"):
        self.assert_flagged("check_sql", {path: text}, f"{path}:", expected)

    def passes(self, path, text):
        self.assert_clean("check_sql", self.plant({path: text}))

    def test_a_clean_tree_passes(self):
        self.assert_clean("check_sql", self.plant())

    def test_a_database_is_given_literals_only(self):
        for call in ('sqlite3_prepare_v2(db, ("select " + name).c_str(), -1, &s, 0)',
                     "sqlite3_exec(db, sql, 0, 0, 0)", "PQexec(connection, sql)",
                     "sqlite3_prepare_v3(db, text.c_str(), -1, 0, &s, 0)",
                     'sqlite3_exec(db, fmt::format("drop {}", t).c_str(), 0, 0, 0)',
                     'sqlite3_exec(db, R"(drop table a)", 0, 0, 0)',
                     "sqlite3_exec(db, other.text(), 0, 0, 0)"):
            with self.subTest(call=call):
                text = f"// A.\nvoid f(Literal sql) {{ {call}; }}\n"
                self.flags(CPP, text, "not the text() of a Literal")
                self.flags("tests/a_test.cpp", text, "not the text() of a Literal")
        call = "if (sqlite3_exec(db, sql.text(), 0, 0, 0)) fault(sql.text());"
        self.passes(CPP, f"// A.\nvoid f(Literal sql) {{\n    {call}\n}}\n")

    def test_pieces_in_cpp(self):
        for text in ('auto sql = "SELECT a FROM " + table;', 'out += "DELETE FROM a WHERE b = \'";',
                     'fmt::format("UPDATE a SET b = {}", b);', 'stream << "INSERT INTO a VALUES (" << b;',
                     'std::string sql = "PRAGMA user_version = 1";', 'sql.append("DROP TABLE a");',
                     'auto sql = "CREATE TABLE a (b TEXT)"s;', 'auto sql = R"(SELECT a\nFROM b)" + where;'):
            with self.subTest(text=text):
                self.flags(CPP, f"// A.\nvoid f() {{ {text} }}\n", "SQL put together from pieces")
        for text in ('database.prepare("SELECT a FROM b " "WHERE c = ?1");',
                     'constexpr Literal s = R"(SELECT a FROM b)";',
                     'auto s = "update on " + name;',
                     '// "DELETE FROM a" + b\n'):
            with self.subTest(text=text):
                self.passes(CPP, f"// A.\nvoid f() {{ {text} }}\n")

    def test_python(self):
        for call in ('db.execute(f"SELECT {a} FROM b")', 'db.execute("SELECT a FROM b WHERE c = %s" % c)',
                     'db.executemany("INSERT INTO " + t, rows)',
                     'db.executescript("DROP TABLE {}".format(t))', "db.execute(sql)"):
            with self.subTest(call=call):
                self.flags("tests/a.py", f"{call}\n")
        self.passes("tests/a.py", 'SQL = "SELECT a FROM b"\ndb.execute(SQL)\n'
                                  'db.execute("SELECT a FROM b WHERE c=?", (c,))\n')

    def test_javascript(self):
        self.flags("web/board/a.mjs", "await client.query(`select a from b where c = ${c}`);\n")
        self.passes("web/board/a.mjs", "say(`select ${unit}`);\n"
                                       "await client.query(`select a from b where c = $1`);\n")


if __name__ == "__main__":
    unittest.main()
