#include "adapters/http/server_test_support.hpp"

namespace anlan::adapters::http {
namespace {

using namespace testing;

class WebFolderTest : public ServerTest {
protected:
    void SetUp() override {
        ServerTest::SetUp();
        folder = std::filesystem::temp_directory_path() / ("anlan_web_" + std::to_string(::getpid()));
        std::filesystem::create_directories(folder / "web" / "assets");
        put("secret.txt", "outside");
        put("web/index.html", "<!doctype html>");
        put("web/assets/app.mjs", "export {}");
        put("web/.hidden", "hidden");
        put("web/big.bin", std::string(1'000'000, 'b'));
        std::error_code ignored;
        std::filesystem::create_symlink(folder / "secret.txt", folder / "web" / ".link", ignored);
        std::filesystem::create_directories(folder / "web" / "design");
        std::filesystem::create_directories(folder / "other");
        std::filesystem::create_directories(folder / "tiles");
        put("web/design/index.html", "design");
        put("web/design/index.html.gz", "design, smaller");
        put("web/lonely.gz", "of nothing");
        put("other/index.html", "second");
        put("other/more.txt", "more");
        settings.web_folders = {{"/", (folder / "web").string()},
                                {"/", (folder / "other").string()},
                                {"/other/", (folder / "other").string()}};
        put("tiles/hubei.pmtiles", "PMTiles");
        put("tiles/beside.txt", "not named");
        settings.web_files = {{"/map/own/hubei.pmtiles", (folder / "tiles" / "hubei.pmtiles").string()}};
        serve();
    }
    void TearDown() override {
        server.reset();
        std::filesystem::remove_all(folder);
    }
    void put(const std::string& name, const std::string& text) { std::ofstream{folder / name} << text; }

    std::filesystem::path folder;
};

TEST_F(WebFolderTest, ServesASingleFileAndNothingBesideIt) {
    Client client{"127.0.0.1", port};
    const auto tiles = client.get("/map/own/hubei.pmtiles").value();
    EXPECT_EQ(tiles.body, "PMTiles");
    EXPECT_EQ(*tiles.header("content-type"), "application/octet-stream");
    EXPECT_NE(client.get("/map/own/beside.txt").value().body, "not named");
}

TEST_F(WebFolderTest, ServesFilesAndNothingElse) {
    Client client{"127.0.0.1", port};
    const auto index = client.get("/").value();
    EXPECT_EQ(index.body, "<!doctype html>");
    EXPECT_EQ(*index.header("content-type"), "text/html; charset=utf-8");
    EXPECT_EQ(*index.header("cache-control"), "no-cache");
    const auto script = client.get("/assets/app.mjs").value();
    EXPECT_EQ(*script.header("content-type"), "text/javascript; charset=utf-8");
    EXPECT_NE(script.header("cache-control")->find("immutable"), std::string::npos);
    EXPECT_EQ(client.get("/big.bin").value().body.size(), 1'000'000u);
    for (const char* path :
         {"/../secret.txt", "/%2e%2e/secret.txt", "/assets/../../secret.txt", "/..%2fsecret.txt",
          "//secret.txt", "/.hidden", "/.link", "/assets", "/assets/", "/index.html/"})
        EXPECT_EQ(client.get(path).value().body.find("outside"), std::string::npos) << path;
    EXPECT_EQ(client.get("/.hidden").value().body, "GET /.hidden ") << "what is no file goes to the handler";
    EXPECT_EQ(client.send("POST", "/", "x").value().body, "POST / x");
}

TEST_F(WebFolderTest, ServesRangesAndKnowsWhatIsKnown) {
    Client client{"127.0.0.1", port};
    const auto range = [&](const std::string& value) {
        return client.send("GET", "/index.html", "", {{"Range", value}}).value();
    };
    struct Row {
        const char *range, *body;
        int status;
    };
    for (const Row& row : {Row{"bytes=0-1", "<!", 206},
                           {"bytes=2-", "doctype html>", 206},
                           {"bytes=-5", "html>", 206},
                           {"bytes=14-99", ">", 206},
                           {"bytes=15-", "", 416},
                           {"bytes=-0", "", 416},
                           {"bytes=3-1", "<!doctype html>", 200},
                           {"bytes=a-b", "<!doctype html>", 200},
                           {"bytes=0-0,2-3", "<!doctype html>", 200},
                           {"lines=1-2", "<!doctype html>", 200}}) {
        const auto answer = range(row.range);
        EXPECT_EQ(answer.status, row.status) << row.range;
        EXPECT_EQ(answer.body, row.body) << row.range;
    }
    EXPECT_EQ(*range("bytes=0-1").header("content-range"), "bytes 0-1/15");
    const auto tag = *client.get("/index.html").value().header("etag");
    EXPECT_EQ(client.send("GET", "/index.html", "", {{"If-None-Match", tag}}).value().status, 304);
}

TEST_F(WebFolderTest, SendsWhatIsCompressedToWhoeverTakesIt) {
    Client client{"127.0.0.1", port};
    const auto get = [&](const std::string& path, const std::string& accepts) {
        return client.send("GET", path, "", {{"Accept-Encoding", accepts}}).value();
    };
    const auto small = get("/design/index.html", "br, gzip;q=0.5");
    EXPECT_EQ(small.body, "design, smaller");
    EXPECT_EQ(*small.header("content-encoding"), "gzip");
    EXPECT_EQ(*small.header("content-type"), "text/html; charset=utf-8");
    EXPECT_EQ(*small.header("vary"), "Accept-Encoding");
    EXPECT_EQ(get("/design/", "*").body, "design, smaller");
    for (const char* refuses : {"", "br", "gzip;q=0", "gzip; q=0.0", "xgzip"}) {
        const auto whole = get("/design/index.html", refuses);
        EXPECT_EQ(whole.body, "design") << refuses;
        EXPECT_EQ(whole.header("content-encoding"), nullptr) << refuses;
        EXPECT_EQ(*whole.header("vary"), "Accept-Encoding") << refuses;
        EXPECT_NE(*whole.header("etag"), *small.header("etag")) << refuses;
    }
    const auto part =
        client.send("GET", "/design/", "", {{"Accept-Encoding", "gzip"}, {"Range", "bytes=0-2"}}).value();
    EXPECT_EQ(part.body, "des");
    EXPECT_EQ(client.get("/design/index.html.gz").value().body, "GET /design/index.html.gz ");
    EXPECT_EQ(client.get("/lonely.gz").value().body, "of nothing");
}

TEST_F(WebFolderTest, ServesSeveralFoldersAndTheFirstWins) {
    Client client{"127.0.0.1", port};
    EXPECT_EQ(client.get("/").value().body, "<!doctype html>");
    EXPECT_EQ(client.get("/more.txt").value().body, "more");
    EXPECT_EQ(client.get("/other").value().body, "second");
    EXPECT_EQ(client.get("/design").value().body, "design");
}

}  // namespace
}  // namespace anlan::adapters::http
