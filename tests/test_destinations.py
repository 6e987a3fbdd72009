"""Where an address leads is read in one way only, and what is not the internet is not gone to."""

from __future__ import annotations

import random
import threading
from ipaddress import IPv4Address, IPv6Address

import pytest

from assistant.errors import ReadError
from ingest import destinations
from ingest.destinations import is_public, parse_address, reachable

PUBLIC = ["8.8.8.8", "103.23.20.1", "172.15.255.255", "172.32.0.0", "100.128.0.0", "223.255.255.255", "2606:4700::1111"]
# First and last address of what is no internet, and IPv6 addresses with an IPv4 address inside.
NOT_PUBLIC = """
0.0.0.0 0.255.255.255 10.0.0.0 10.255.255.255 100.64.0.0 100.127.255.255 127.0.0.1 127.255.255.255 169.254.0.1
169.254.169.254 172.16.0.0 172.31.255.255 192.0.0.1 192.0.0.192 192.0.2.1 192.88.99.1 192.168.0.0 192.168.255.255
198.18.0.1 198.19.255.255 198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255 168.63.129.16
:: ::1 ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:8.8.8.8 64:ff9b::7f00:1 64:ff9b::808:808 64:ff9b:1::1 100::1 2001::1
2001:db8::1 2002:7f00:1:: 2002:808:808:: 3fff::1 5f00::1 fc00::1 fd12:3456::1 fe80::1 fe80::1%eth0 febf::1 fec0::1 ff02::1
""".split()


@pytest.mark.parametrize("place", PUBLIC)
def test_the_internet_is_public(place: str) -> None:
    assert is_public(place)


@pytest.mark.parametrize("place", NOT_PUBLIC)
def test_everything_else_is_not(place: str) -> None:
    assert not is_public(place)


def test_nothing_counts_as_public_that_python_knows_to_be_special() -> None:
    chance = random.Random(1)
    fours = [IPv4Address(chance.getrandbits(32)) for _ in range(5_000)]
    sixes = [IPv6Address(chance.getrandbits(125) | 1 << 125) for _ in range(2_000)]
    public = [address for address in [*fours, *sixes] if is_public(str(address))]
    assert len(public) > 4_000
    assert [address for address in public if not address.is_global or address.is_multicast] == []


@pytest.mark.parametrize(
    ("address", "normal"),
    [
        ("https://contoh.go.id", "https://contoh.go.id/"),
        (" HTTPS://Contoh.GO.id:443/Berita?Id=1#isi ", "https://contoh.go.id/Berita?Id=1"),
        ("http://contoh.go.id:80/", "http://contoh.go.id/"),
        ("http://contoh.go.id:8080/a", "http://contoh.go.id:8080/a"),
        ("https://contoh.go.id/surat edaran (1).pdf", "https://contoh.go.id/surat%20edaran%20(1).pdf"),
        ("https://contoh.go.id/a%20b/é?q=é&r=1", "https://contoh.go.id/a%20b/%C3%A9?q=%C3%A9&r=1"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://[2606:4700:0::1111]/", "https://[2606:4700::1111]/"),
        ("https://8.8.8.8/", "https://8.8.8.8/"),
    ],
)
def test_an_address_has_one_normal_form(address: str, normal: str) -> None:
    destination = parse_address(address)
    assert destination.address == normal
    assert parse_address(normal) == destination


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("ftp://contoh.go.id/", "hanya alamat http"),
        ("javascript:alert(1)", "hanya alamat http"),
        ("https://", "bukan nama situs"),
        ("https:///a", "bukan nama situs"),
        ("https://a..b/", "bukan nama situs"),
        ("https://contoh.go.id./", "tanpa titik di akhir"),
        ("https://con toh.go.id/", "bukan nama situs"),
        ("https://contoh.go.id\\@127.0.0.1/", "kata sandi"),
        ("https://contoh.go.id\\.jahat.id/", "bukan nama situs"),
        ("https://nama@contoh.go.id/", "kata sandi"),
        ("https://contoh.go.id:0/", "porta 0"),
        ("https://contoh.go.id:22/", "porta 22"),
        ("https://contoh.go.id:1023/", "porta 1023"),
        ("https://contoh.go.id:x/", "tidak dapat dipahami"),
        ("https://[::1", "tidak dapat dipahami"),
        ("https://[fe80::1%25eth0]/", "bukan alamat IPv6"),
        ("https://contoh.go.id/\r\nHost: lain", "tanda kendali"),
        ("https://contoh.go.id/\x00", "tanda kendali"),
        ("https://contoh.go.id/\u200b", "tanda kendali"),
        ("https://contoh.go.id/" + "a" * 2_000, "2000 huruf"),
    ],
)
def test_what_is_no_address_of_a_page_is_refused_in_one_sentence(address: str, says: str) -> None:
    with pytest.raises(ReadError, match=says) as refused:
        parse_address(address)
    assert len(str(refused.value).splitlines()) == 1


@pytest.mark.parametrize(
    "host", ["127.1", "0", "2130706433", "0x7f000001", "0177.0.0.1", "0x7f.1", "1.2.3.4.5", "a.0x1"]
)
def test_an_ip_address_in_another_notation_is_refused(host: str) -> None:
    with pytest.raises(ReadError, match="tidak lazim"):
        parse_address(f"http://{host}/")


@pytest.mark.parametrize("host", ["１２７.0.0.1", "127。0。0。1", "①27.0.0.1"])
def test_letters_that_only_look_different_are_the_same_host(host: str) -> None:
    assert parse_address(f"http://{host}/").host == "127.0.0.1"


def answer(monkeypatch: pytest.MonkeyPatch, *places: str) -> None:
    monkeypatch.setattr(destinations, "resolve", lambda host, port: list(places))


def test_the_places_to_connect_to_come_in_order_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    answer(monkeypatch, "8.8.8.8", "2606:4700::1111", "8.8.8.8")
    places = reachable(parse_address("https://contoh.go.id/"), allow_private=False, seconds=5)
    assert places == ("8.8.8.8", "2606:4700::1111")


@pytest.mark.parametrize("place", NOT_PUBLIC)
def test_one_place_that_is_not_public_spoils_all(monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    answer(monkeypatch, "8.8.8.8", place)
    with pytest.raises(ReadError, match=r"contoh\.go\.id"):
        reachable(parse_address("https://contoh.go.id/"), allow_private=False, seconds=5)


INTRANET = ["10.1.2.3", "172.20.0.1", "192.168.1.10", "100.64.0.1", "127.0.0.1", "::1", "fd12:3456::1", "8.8.8.8"]


@pytest.mark.parametrize("place", INTRANET)
def test_an_intranet_may_be_read_when_told_so(monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    answer(monkeypatch, place)
    assert reachable(parse_address("http://portal.kantor/"), allow_private=True, seconds=5) == (place,)


_PRIVATE = ("10.", "172.16.", "172.31.", "192.168.", "127.", "100.", "::1", "fc00:", "fd12:")
NEVER = [place for place in NOT_PUBLIC if not place.startswith(_PRIVATE)] + ["::127.0.0.1", "100::1"]
METADATA = ["100.100.100.200", "fd00:ec2::254", "fd20:ce::254"]


@pytest.mark.parametrize("place", [*NEVER, *METADATA])
def test_link_local_metadata_and_the_like_are_never_read(monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    answer(monkeypatch, place)
    with pytest.raises(ReadError, match="tidak pernah dibaca"):
        reachable(parse_address("http://portal.kantor/"), allow_private=True, seconds=5)


def test_the_refusal_of_a_private_place_names_the_option_that_of_another_does_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    destination = parse_address("http://portal.kantor/")
    for place, is_named in (("10.1.2.3", True), ("169.254.169.254", False)):
        answer(monkeypatch, place)
        with pytest.raises(ReadError) as refused:
            reachable(destination, allow_private=False, seconds=5)
        assert ("--allow-private" in str(refused.value)) is is_named


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST", "a.b.localhost", "localhost.localdomain"])
def test_a_name_of_this_machine_is_refused_without_asking(monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    answer(monkeypatch, "8.8.8.8")
    with pytest.raises(ReadError, match="komputer ini sendiri"):
        reachable(parse_address(f"http://{host}/"), allow_private=False, seconds=5)


def test_a_name_server_that_never_answers_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    never = threading.Event()
    monkeypatch.setattr(destinations, "resolve", lambda host, port: [str(never.wait(10))])
    with pytest.raises(ReadError, match="server nama tidak menjawab"):
        reachable(parse_address("http://contoh.go.id/"), allow_private=False, seconds=0.05)
    never.set()


def test_a_name_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(host: str, port: int) -> list[str]:
        raise OSError("no such name")

    monkeypatch.setattr(destinations, "resolve", fail)
    with pytest.raises(ReadError, match=r"nama situs contoh\.go\.id tidak ditemukan"):
        reachable(parse_address("http://contoh.go.id/"), allow_private=False, seconds=5)
