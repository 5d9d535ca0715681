from __future__ import annotations

from pathlib import Path

import pytest

from stillpoint import practice
from stillpoint.people.models import Officer
from stillpoint.people.rank_wordings import RankWording, rank_below, rank_in
from tests.people.test_importing import HEADER, counts, take_in, why

WRITTEN = {
    "constable": "PC; P.C.; Con; Police Constable; Student Officer; WPC; PC 1234; Pol Con",
    "constable detective": "Det Con; DC; D.C.; d c; D/Con; det. const.; TDC; T/DC; A/DC; "
    "Trainee Detective Constable; Detective Constable",
    "sergeant": "Sgt; PS; Sergeant; SGT.; Police Sergeant; Serjeant",
    "sergeant detective": "DS; D/Sgt; Det Sgt; DSgt; D Sgt; Det. Sergeant; D.S.; Det/Sgt",
    "sergeant acting": "A/PS; A/Sgt; Acting Sergeant; Sergeant (Acting); Act Sgt; APS",
    "sergeant temporary": "T/Sgt; Temp Sgt; Sgt (T); Temporary Sergeant; T/PS",
    "sergeant acting detective": "A/DS; ADS; A.D.S.; a-ds; A / DS; Act/Det/Sgt; Ａ／ＤＳ",
    "sergeant temporary detective": "Detective Sgt (Temp); T/DS; T/D/Sgt",
    "inspector": "Insp; Inspector; Police Inspector; INSP.; Insp 2041",
    "inspector detective": "DI; D.I.; Det Insp; D/Insp; DInsp; Detective Inspector",
    "inspector acting": "A/Insp; Inspector, acting; A/INSP.; Acting Insp",
    "inspector temporary detective": "T/DI; TDI; T.D.I; Temp. Det. Insp.; T/D/Insp; "
    "Temporary Detective Inspector",
    "chief_inspector": "Ch Insp; C/Insp; CI; Chief Inspector; Ch. Insp.; Chief Insp",
    "chief_inspector detective": "DCI; D/Ch Insp; Det Ch Insp; D/C/I; D/Ch/Insp; DChInsp; D/CI",
    "chief_inspector acting": "A/CI; A/C/I; A/Ch Insp",
    "chief_inspector acting detective": "A/DCI; ADCI; Acting Detective Chief Inspector",
    "superintendent": "Supt; Superintendent; Supt.; Super",
    "superintendent detective": "D/Supt; Det Supt; DSupt; DSU; Det Superintendent",
    "superintendent temporary detective": "T/D/Supt; T/Det Supt",
    "chief_superintendent": "Ch Supt; C/Supt; Chief Supt; CSupt; Ch. Supt.; Chief Super",
    "chief_superintendent detective": "DCS; Det Ch Supt; D/Ch/Supt; DCSupt",
    "assistant_chief_constable": "ACC; A.C.C.; Asst Chief Constable; Assistant Chief Con",
    "assistant_chief_constable temporary": "T/ACC; Temp ACC",
    "assistant_chief_constable acting": "A/ACC",
    "deputy_chief_constable": "DCC; Dep Chief Constable; D/CC; Deputy CC",
    "chief_constable": "CC; Chief Con; Ch Constable",
    "chief_constable acting": "A/CC; Acting Chief Constable",
    "assistant_commissioner": "AC; Asst Commissioner",
    "commander acting": "A/Cmdr; Acting Commander",
    "deputy_commissioner": "D/Comm; Deputy Commissioner",
    "assistant_commissioner_city": "Assistant Commissioner (City of London)",
}
CASES = [(text.strip(), said) for said, texts in WRITTEN.items() for text in texts.split(";")]


@pytest.mark.parametrize(("text", "said"), CASES)
def test_a_rank_is_read_as_forces_write_it(text: str, said: str) -> None:
    rank, *besides = said.split()
    mark = next((word for word in besides if word != "detective"), "")
    assert rank_in(text) == RankWording(rank, mark, "detective" in besides)
    assert rank_in(text.upper()) == rank_in(text.lower()) == rank_in(f"  {text} ")


@pytest.mark.parametrize(
    "text", ["Brigadier", "Special Constable", "", "/", "A/", "Acting", "Det", "DX", "T", "PSI"]
)
def test_what_is_no_rank_is_left_for_a_person(text: str) -> None:
    assert rank_in(text) is None


def test_every_key_label_and_short_form_of_the_practice_model_is_a_wording_of_its_rank() -> None:
    seen: set[str] = set()
    for rank in practice.current().ranks:
        forms = (rank.key, rank.label, rank.detective_label, rank.detective_short, rank.short)
        for form in filter(None, forms):
            found = rank_in(form)
            assert found is not None
            # Two forces call a rank the same; the first in the file is meant.
            assert found.rank == rank.key or form in seen, form
            seen.add(form)


@pytest.mark.parametrize(
    ("rank", "below"),
    [
        ("sergeant", "constable"),
        ("assistant_chief_constable", "chief_superintendent"),
        ("commander", "chief_superintendent"),
        ("assistant_commissioner", "commander"),
        ("commissioner_city", "assistant_commissioner_city"),
        ("constable", ""),
    ],
)
def test_the_rank_below_is_of_the_same_force_where_it_has_one(rank: str, below: str) -> None:
    assert rank_below(rank) == below


@pytest.mark.django_db
@pytest.mark.database
class TestFiles:
    def test_somebody_new_who_acts_holds_the_rank_below(self, tmp_path: Path) -> None:
        run = take_in(tmp_path, {"o.csv": f"{HEADER}1,A,B,a@b.example,A/DS,,\n"})
        assert counts(run) == {"read": 1, "created": 1}, why(run)
        officer = Officer.objects.get()
        assert (officer.rank, officer.acting_rank, officer.detective) == (
            "constable",
            "sergeant",
            True,
        )
        assert officer.titled_name == "A/DS A B"

    def test_somebody_known_who_acts_keeps_the_rank_on_record(self, tmp_path: Path) -> None:
        take_in(tmp_path, {"o.csv": f"{HEADER}1,A,B,a@b.example,Sergeant,,\n"})
        run = take_in(tmp_path, {"o.csv": f"{HEADER}1,A,B,a@b.example,T/DCI,,\n"})
        assert counts(run) == {"read": 1, "updated": 1}, why(run)
        officer = Officer.objects.get()
        assert (officer.rank, officer.acting_rank) == ("sergeant", "chief_inspector")
        again = take_in(tmp_path, {"o.csv": f"{HEADER}1,A,B,a@b.example,T/DCI,,\n"})
        assert counts(again) == {"read": 1, "unchanged": 1}

    def test_a_mark_in_the_column_of_acting_ranks_says_nothing_more(self, tmp_path: Path) -> None:
        take_in(tmp_path, {"o.csv": f"{HEADER}1,A,B,a@b.example,Det Insp,A/DCI,\n"})
        officer = Officer.objects.get()
        assert (officer.rank, officer.acting_rank) == ("inspector", "chief_inspector")

    def test_who_acted_and_is_promoted_acts_no_more(self, tmp_path: Path) -> None:
        header = "number,given_name,family_name,email,rank\n"
        take_in(tmp_path, {"o.csv": f"{header}1,A,B,a@b.example,A/DS\n"})
        run = take_in(tmp_path, {"o.csv": f"{header}1,A,B,a@b.example,DS\n"})
        assert counts(run) == {"read": 1, "updated": 1}, why(run)
        officer = Officer.objects.get()
        assert (officer.rank, officer.acting_rank) == ("sergeant", "")

    def test_a_file_that_marks_who_acts_says_of_the_others_that_they_do_not(
        self, tmp_path: Path
    ) -> None:
        header = "number,given_name,family_name,email,rank\n"
        rows = "1,A,B,a@b.example,A/DS\n2,C,D,c@d.example,T/Sgt\n"
        take_in(tmp_path, {"o.csv": header + rows})
        take_in(tmp_path, {"o.csv": header + rows.replace("A/DS", "DC")})
        ranks = Officer.objects.order_by("number").values_list("rank", "acting_rank")
        assert list(ranks) == [("constable", ""), ("constable", "sergeant")]

    @pytest.mark.parametrize(
        ("rank", "detective", "expected"),
        [("DS", "", True), ("DS", "yes", True), ("DS", "no", False), ("PS", "yes", True),
         ("PS", "", False)],
    )  # fmt: skip
    def test_a_rank_says_who_is_a_detective_unless_a_column_does(
        self, tmp_path: Path, rank: str, detective: str, expected: bool
    ) -> None:
        header = "number,given_name,family_name,email,rank,detective\n"
        take_in(tmp_path, {"o.csv": f"{header}1,A,B,a@b.example,{rank},{detective}\n"})
        assert Officer.objects.get().detective is expected

    @pytest.mark.parametrize(
        ("given", "family", "name"),
        [
            ("Suharto", "", "Suharto"),
            ("", "Suharto", "Suharto"),
            ("FNU", "Suharto", "Suharto"),
            (".", "Suharto", "Suharto"),
            ("Suharto", "-", "Suharto"),
            ("n/a", "Suharto", "Suharto"),
            ("Jennifer", "Null", "Jennifer Null"),
            ("Hye", "Na", "Hye Na"),
            ("Sinéad\u00a0", "O’\u200bBrien", "Sinéad O’Brien"),
            ("Zoe\u0308", "Łuk  asz", "Zoë Łuk asz"),
        ],
    )
    def test_names_of_one_word_and_of_any_letter_come_in(
        self, tmp_path: Path, given: str, family: str, name: str
    ) -> None:
        row = {"o.csv": f"{HEADER}1,{given},{family},a@b.example,PC,,\n"}
        assert counts(take_in(tmp_path, row)) == {"read": 1, "created": 1}
        assert Officer.objects.get().full_name == name
        assert counts(take_in(tmp_path, row)) == {"read": 1, "unchanged": 1}
