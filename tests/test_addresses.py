"""A page is fetched from where its address honestly leads; no trick reaches this machine or its network."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from assistant.errors import ReadError
from ingest import addresses
from ingest.addresses import Fetched, fetch
from ingest.destinations import Destination
from ingest.files import find_files
from ingest.response import Response
from tests.web_server import PUBLIC, PUBLIC_TOO, Internet, Reply, WebServer, redirect


@pytest.fixture(autouse=True)
def no_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test is a run of its own: no robots.txt is known."""
    monkeypatch.setattr(addresses, "_RULES", {})


@pytest.fixture
def internet(monkeypatch: pytest.MonkeyPatch) -> Internet:
    """`contoh.go.id` and `lain.go.id` are public; `intranet` is this machine."""
    internet = Internet(monkeypatch)
    internet.names = {"contoh.go.id": [[PUBLIC]], "lain.go.id": [[PUBLIC_TOO]], "intranet": [["127.0.0.1"]]}
    return internet


@pytest.fixture(scope="module")
def shared_server() -> Iterator[WebServer]:
    server = WebServer()
    yield server
    server.stop()


@pytest.fixture
def server(shared_server: WebServer) -> WebServer:
    """Serves a page at /a, and under whatever name it is asked."""
    shared_server.replies = {"/a": Reply(b"<p>isi</p>"), "/rahasia": Reply(b"rahasia")}
    shared_server.asked.clear()
    return shared_server


@pytest.fixture
def site(server: WebServer, internet: Internet) -> str:
    """The address of the server by a public name, without a slash at its end."""
    return f"http://contoh.go.id:{server.port}"


def refusal_of(address: str, *, allow_private: bool = False) -> str:
    """What is said instead of fetching: one sentence or two on one line."""
    with pytest.raises(ReadError) as refused:
        fetch(address, allow_private=allow_private)
    said = str(refused.value)
    assert len(said.splitlines()) == 1
    assert said.endswith(".")
    return said


# Every host here is this machine or its network, in some spelling.
HOSTS = """
127.0.0.1 127.1 127.0.1 127.255.255.254 2130706433 0x7f000001 0x7f.0.0.1 0x7f.1 0177.0.0.1 017700000001 0 0.0.0.0 0x0
127.0.0.1. １２７.0.0.1 127。0。0。1 ①②⑦.0.0.1 localhost LOCALHOST localhost. ⓛocalhost a.localhost localhost.localdomain
10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 100.64.0.1 100.100.100.200 169.254.169.254 169.254.1.1 168.63.129.16
192.0.0.192 224.0.0.1 240.0.0.1 255.255.255.255 198.18.0.1 192.0.2.1
[::1] [::] [0:0:0:0:0:0:0:1] [::127.0.0.1] [::ffff:127.0.0.1] [::ffff:7f00:1] [::ffff:169.254.169.254] [64:ff9b::7f00:1]
[64:ff9b::169.254.169.254] [2002:7f00:1::] [2001:0:7f00:1::] [fe80::1] [fe80::1%25eth0] [fc00::1] [fd00:ec2::254] [ff02::1]
contoh.go.id@127.0.0.1 127.0.0.1\\@contoh.go.id contoh.go.id:80@127.0.0.1 127.0.0.1%00.contoh.go.id 127.0.0.1\\.contoh.go.id
""".split()


@pytest.mark.parametrize("host", HOSTS)
def test_no_spelling_of_a_host_reaches_this_network(server: WebServer, internet: Internet, host: str) -> None:
    refusal_of(f"http://{host}:{server.port}/rahasia")
    assert (internet.connected, internet.asked, server.asked) == ([], [], [])


@pytest.mark.parametrize("host", HOSTS)
def test_no_redirect_reaches_this_network(server: WebServer, internet: Internet, site: str, host: str) -> None:
    server.replies["/alih"] = redirect(f"http://{host}:{server.port}/rahasia")
    assert refusal_of(f"{site}/alih").startswith("dialihkan ke ")
    assert server.paths == ["/robots.txt", "/alih"]
    assert (set(internet.connected), internet.asked) == ({PUBLIC}, ["contoh.go.id"])


ODD = """
//127.0.0.1:{port}/rahasia ///127.0.0.1:{port}/rahasia http:\\\\127.0.0.1:{port}/rahasia http:127.0.0.1:{port}/rahasia
file:///etc/passwd gopher://127.0.0.1:{port}/_ http://127.0.0.1#@contoh.go.id/ http://contoh.go.id:22/ http://[::1/
""".split()


@pytest.mark.parametrize("location", ODD)
def test_no_odd_redirect_reaches_it_either(server: WebServer, internet: Internet, site: str, location: str) -> None:
    server.replies["/alih"] = redirect(location.format(port=server.port))
    refusal_of(f"{site}/alih")
    assert set(internet.connected) == {PUBLIC}
    assert "/rahasia" not in server.paths


PLACES = [
    "127.0.0.1",
    "::1",
    "10.0.0.5",
    "192.168.0.1",
    "169.254.169.254",
    "100.64.0.1",
    "fe80::1",
    "fd00::1",
    "0.0.0.0",
]
PLACES += ["::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::"]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("others", [[], [PUBLIC]], ids=["alone", "among public ones"])
def test_no_name_reaches_this_network(server: WebServer, internet: Internet, place: str, others: list[str]) -> None:
    internet.names["jahat.id"] = [[*others, place]]
    assert "jahat.id" in refusal_of(f"http://jahat.id:{server.port}/rahasia")
    assert (internet.connected, server.asked) == ([], [])


def test_a_redirect_to_such_a_name_is_refused(server: WebServer, internet: Internet, site: str) -> None:
    server.replies["/alih"] = redirect(f"http://intranet:{server.port}/rahasia")
    said = refusal_of(f"{site}/alih")
    assert said.startswith(
        f"dialihkan ke http://intranet:{server.port}/rahasia: intranet (127.0.0.1) berada di jaringan dalam"
    )
    assert set(internet.connected) == {PUBLIC}


def test_a_name_that_changes_its_place_is_asked_for_once(server: WebServer, internet: Internet, site: str) -> None:
    """Public when checked, private when connected to: robots.txt, the page and its redirect all go to the first answer."""
    internet.names["contoh.go.id"] = [[PUBLIC], ["127.0.0.1"]]
    server.replies["/alih"] = redirect("/a")
    assert fetch(f"{site}/alih").data == b"<p>isi</p>"
    assert server.paths == ["/robots.txt", "/alih", "/a"]
    assert (internet.asked, internet.connected) == (["contoh.go.id"], [PUBLIC] * 3)
    assert "jaringan dalam" in refusal_of(f"{site}/a")
    assert internet.connected == [PUBLIC] * 3


def test_robots_txt_cannot_lead_to_this_network(server: WebServer, internet: Internet, site: str) -> None:
    server.replies["/robots.txt"] = redirect(f"http://127.0.0.1:{server.port}/rahasia")
    refusal_of(f"{site}/a")
    assert server.paths == ["/robots.txt"]


def test_an_intranet_is_read_when_told_so(server: WebServer, internet: Internet) -> None:
    address = f"http://intranet:{server.port}/a"
    assert "--allow-private" in refusal_of(address)
    assert fetch(address, allow_private=True).data == b"<p>isi</p>"
    assert internet.connected == ["127.0.0.1"] * 2


NEVER = [
    "169.254.169.254",
    "[fe80::1]",
    "[::ffff:127.0.0.1]",
    "0.0.0.0",
    "224.0.0.1",
    "100.100.100.200",
    "[fd00:ec2::254]",
]


@pytest.mark.parametrize("host", [*NEVER, "2130706433", "127.0.0.1."])
def test_what_hands_out_secrets_is_not_read_even_then(server: WebServer, internet: Internet, host: str) -> None:
    server.replies["/alih"] = redirect(f"http://{host}/")
    for address in (f"http://{host}:{server.port}/", f"http://intranet:{server.port}/alih"):
        refusal_of(address, allow_private=True)
    assert set(internet.connected) == {"127.0.0.1"}
    assert "/" not in server.paths


def test_the_option_does_not_let_a_public_page_lead_inside(server: WebServer, internet: Internet, site: str) -> None:
    server.replies["/alih"] = redirect(f"http://127.0.0.1:{server.port}/rahasia")
    assert "berikan alamat itu sendiri" in refusal_of(f"{site}/alih", allow_private=True)
    assert "/rahasia" not in server.paths
    server.replies["/keluar"] = redirect(f"{site}/a")
    assert fetch(f"http://intranet:{server.port}/keluar", allow_private=True).final_address == f"{site}/a"


def test_nothing_is_asked_for_before_an_entry_is_read(internet: Internet, site: str) -> None:
    assert find_files([f"{site}/a"]).entries[0].address == f"{site}/a"
    assert (internet.asked, internet.connected) == ([], [])


# Pages that may be read.


def test_a_page_is_fetched_with_what_its_reader_must_know(server: WebServer, site: str) -> None:
    assert fetch(f"{site}/a#bagian") == Fetched(b"<p>isi</p>", ".html", f"{site}/a", "utf-8")


@pytest.mark.parametrize(
    ("path", "kind", "suffix"),
    [
        ("/a", "TEXT/HTML", ".html"),
        ("/a", "application/xhtml+xml; charset=utf-8", ".html"),
        ("/a.pdf", "application/pdf", ".pdf"),
        ("/unduh?id=3", "application/pdf;qs=0.001", ".pdf"),
        ("/a", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx"),
        ("/a.pdf", "text/plain", ".txt"),
        ("/a", "text/markdown", ".md"),
        ("/a.md?raw=1", "text/plain; charset=utf-8", ".md"),
    ],
)
def test_the_declared_kind_chooses_the_reader(server: WebServer, site: str, path: str, kind: str, suffix: str) -> None:
    server.replies[path] = Reply(b"isi", kind)
    assert fetch(f"{site}{path}").suffix == suffix


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("image/png", "isinya image/png"),
        ("application/octet-stream", "isinya application/octet-stream"),
        ("application/msword", "isinya application/msword"),
        ("", "situs ini tidak menyebut jenis isinya"),
        ("text/\x1b[31mmerah", "isinya text/[31mmerah"),
    ],
)
def test_another_kind_is_refused_unread(server: WebServer, site: str, kind: str, says: str) -> None:
    server.replies["/a"] = Reply(b"isi", kind)
    said = refusal_of(f"{site}/a")
    assert said.startswith(says)
    assert "Unduh lewat peramban" in said
    assert "\x1b" not in said


def test_redirects_are_followed_to_where_the_page_is(server: WebServer, internet: Internet, site: str) -> None:
    server.replies |= {
        "/1": redirect("2?x=1", 301),
        "/2?x=1": redirect("/3 3", 303),
        "/3%203": redirect(f"//lain.go.id:{server.port}/4#isi", 307),
        "/4": redirect("5", 308),
        "/5": redirect("../a"),
    }
    assert fetch(f"{site}/1").final_address == f"http://lain.go.id:{server.port}/a"
    assert internet.asked == ["contoh.go.id", "lain.go.id"]


def test_six_redirects_are_too_many(server: WebServer, site: str) -> None:
    server.replies |= {f"/{number}": redirect(f"/{number + 1}") for number in range(1, 9)}
    assert "lebih dari 5 kali" in refusal_of(f"{site}/1")
    assert server.paths[-1] == "/6"


def test_a_redirect_to_nowhere_is_told(server: WebServer, site: str) -> None:
    server.replies["/a"] = Reply(status=302)
    assert "kode 302" in refusal_of(f"{site}/a")


def test_a_secure_page_does_not_lead_to_one_that_can_be_changed_on_the_way(
    internet: Internet, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    @contextmanager
    def moved(destination: Destination, *_: object) -> Iterator[Response]:
        asked.append(destination.address)
        is_robots = destination.target == "/robots.txt"
        yield Response(404, (), ()) if is_robots else Response(301, ((b"location", b"http://contoh.go.id/a"),), ())

    monkeypatch.setattr(addresses, "get", moved)
    assert "dialihkan dari https ke http://contoh.go.id/a" in refusal_of("https://contoh.go.id/a")
    assert asked == ["https://contoh.go.id/robots.txt", "https://contoh.go.id/a"]


@pytest.mark.parametrize(
    ("status", "says"),
    [
        (401, "hanya untuk yang masuk"),
        (403, "Unduh lewat peramban"),
        (404, "Periksa alamatnya"),
        (410, "sudah dihapus"),
        (418, "kode 418"),
        (429, "beberapa menit lagi"),
        (204, "kode 204"),
        (500, "sedang bermasalah (500). Coba lagi nanti"),
        (503, "sedang bermasalah (503). Coba lagi nanti"),
    ],
)
def test_an_answer_that_is_no_page_is_told_with_what_to_do(
    server: WebServer, site: str, status: int, says: str
) -> None:
    server.replies["/a"] = Reply(status=status)
    assert says in refusal_of(f"{site}/a")


def test_a_packed_page_is_counted_unpacked(server: WebServer, site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    packed = {"Content-Encoding": "gzip"}
    server.replies |= {
        "/pas": Reply(gzip.compress(bytes(1_000_000)), headers=packed),
        "/lebih": Reply(gzip.compress(bytes(1_000_001)), headers=packed),
        "/bom": Reply(gzip.compress(bytes(100_000_000)), headers=packed),
    }
    monkeypatch.setattr(addresses, "LARGEST_FILE", 1_000_000)
    assert fetch(f"{site}/pas").data == bytes(1_000_000)
    for path in ("/lebih", "/bom"):
        assert "lebih besar dari" in refusal_of(f"{site}{path}")


def test_a_page_may_be_as_large_as_a_file() -> None:
    assert addresses.LARGEST_FILE == 20 * 1024 * 1024


TO_2 = b"HTTP/1.1 302 Found\r\nLocation: /2\r\nContent-Length: 0\r\n\r\n"


def test_a_page_and_all_on_the_way_to_it_share_one_deadline(
    server: WebServer, site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    never = threading.Event()
    wait = Reply(send=lambda handler: None if never.wait(0.2) else handler.wfile.write(TO_2))
    server.replies |= {f"/{number}": wait for number in (1, 2)}
    monkeypatch.setattr(addresses, "LONGEST_FETCH", 0.5)
    begin = time.monotonic()
    assert "tidak selesai" in refusal_of(f"{site}/1")
    assert time.monotonic() - begin < 1.5
    assert len(server.asked) > 2, "It was cut off before the redirects added up."


# What the site itself allows.


def robots(*lines: str, status: int = 200) -> Reply:
    return Reply("\n".join(lines).encode(), "text/plain", status)


def test_a_page_that_the_site_keeps_from_programs_is_not_asked_for(server: WebServer, site: str) -> None:
    server.replies["/robots.txt"] = robots("User-agent: *", "Disallow: /rahasia")
    assert "tidak mengizinkan" in refusal_of(f"{site}/rahasia")
    assert server.paths == ["/robots.txt"]
    assert fetch(f"{site}/a").data == b"<p>isi</p>"


def test_a_site_may_speak_to_us_by_name(server: WebServer, site: str) -> None:
    server.replies["/robots.txt"] = robots(
        "User-agent: AsistenNetralitasASN", "Disallow: /a", "", "User-agent: *", "Disallow:"
    )
    assert "tidak mengizinkan" in refusal_of(f"{site}/a")
    assert fetch(f"{site}/rahasia")


def test_robots_txt_is_asked_for_once_and_for_every_site(server: WebServer, internet: Internet, site: str) -> None:
    server.replies["/alih"] = redirect(f"http://lain.go.id:{server.port}/a")
    for path in ("/a", "/alih", "/a"):
        fetch(f"{site}{path}")
    assert server.paths == ["/robots.txt", "/a", "/alih", "/robots.txt", "/a", "/a"]
    server.replies["/robots.txt"] = robots("User-agent: *", "Disallow: /")
    assert fetch(f"{site}/a")


def test_the_robots_txt_of_where_a_redirect_leads_is_obeyed(server: WebServer, internet: Internet, site: str) -> None:
    server.replies |= {
        "/robots.txt": redirect("/robots-kedua.txt"),
        "/robots-kedua.txt": robots("User-agent: *", "Disallow: /tertutup"),
        "/alih": redirect(f"http://lain.go.id:{server.port}/tertutup"),
    }
    said = refusal_of(f"{site}/alih")
    assert said.startswith(f"dialihkan ke http://lain.go.id:{server.port}/tertutup: situs ini tidak mengizinkan")
    assert "/tertutup" not in server.paths


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_site_without_robots_txt_allows_everything(server: WebServer, site: str, status: int) -> None:
    server.replies["/robots.txt"] = Reply(b"User-agent: *\nDisallow: /", status=status)
    assert fetch(f"{site}/a")


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_site_that_cannot_say_is_left_alone(server: WebServer, site: str, status: int) -> None:
    server.replies["/robots.txt"] = Reply(status=status)
    assert "robots.txt" in refusal_of(f"{site}/a")
    assert server.paths == ["/robots.txt"]


def test_of_a_huge_robots_txt_the_beginning_is_obeyed(server: WebServer, site: str) -> None:
    rules = b"User-agent: *\nDisallow: /rahasia\n" + b"# x\n" * 500_000 + b"Disallow: /a\n"
    server.replies["/robots.txt"] = Reply(rules, "text/plain")
    assert "tidak mengizinkan" in refusal_of(f"{site}/rahasia")
    assert fetch(f"{site}/a")


# Encodings.


@pytest.mark.parametrize(
    ("charset", "data", "text"),
    [
        ("", "“é”".encode(), "“é”"),
        ("utf-8", "“é”".encode(), "“é”"),
        ("iso-8859-1", b"\x93\xe9\x94", "“é”"),
        ("windows-1252", b"\x93\xe9\x94", "“é”"),
        ("iso-8859-2", b"\xb1", "ą"),
        # Said of everything the server has, though it is UTF-8.
        ("iso-8859-1", "“é”".encode(), "“é”"),
    ],
)
def test_a_declared_encoding_becomes_utf_8(charset: str, data: bytes, text: str) -> None:
    assert Fetched(data, ".html", "", charset).readable.decode("utf-8-sig") == text


@pytest.mark.parametrize(
    ("suffix", "charset"), [(".pdf", "iso-8859-1"), (".html", "idna"), (".html", "zlib"), (".html", "iso-8859-99")]
)
def test_what_is_no_old_encoding_of_a_text_leaves_the_data_alone(suffix: str, charset: str) -> None:
    assert Fetched(b"\x93\xe9", suffix, "", charset).readable == b"\x93\xe9"


def test_the_declared_encoding_is_found_in_any_spelling(server: WebServer, site: str) -> None:
    for number, kind in enumerate(('text/html;charset="ISO-8859-1"', "text/html; a=b; Charset = iso-8859-1 ; c=d")):
        server.replies[f"/{number}"] = Reply(b"isi", kind)
        assert fetch(f"{site}/{number}").charset == "iso-8859-1"
