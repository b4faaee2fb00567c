"""A variant added to plie.toml: one line more, the rest byte for byte, and the way back."""

import tomllib

import pytest

from plie_analysis.errors import PlieError
from plie_analysis.explorateur.variantes import ajouter
from plie_analysis.settings import load_settings

SECTION = "[ingestion.valeurs.motif_sortie]"
CAS = {
    "section absente": ('# tête\n[plie]\nnom = "A" # fin\n', f'# tête\n[plie]\nnom = "A" # fin\n\n{SECTION}\n"CDI 24h" = "EMPLOI"\n'),
    "sans fin de ligne": ('[plie]\nnom = "A"', f'[plie]\nnom = "A"\n\n{SECTION}\n"CDI 24h" = "EMPLOI"\n'),
    "section présente": (
        f'{SECTION}  # nos motifs\n"CDI" = "EMPLOI"\n# un mot\n\n[plie]\nnom = "A"\n',
        f'{SECTION}  # nos motifs\n"CDI" = "EMPLOI"\n"CDI 24h" = "EMPLOI"\n# un mot\n\n[plie]\nnom = "A"\n',
    ),
    "section vide": (f"{SECTION}\n", f'{SECTION}\n"CDI 24h" = "EMPLOI"\n'),
    "section sans fin de ligne": (f'{SECTION}\n"CDI" = "EMPLOI"', f'{SECTION}\n"CDI" = "EMPLOI"\n"CDI 24h" = "EMPLOI"\n'),
    "fins de ligne de Windows": (f'{SECTION}\r\n"CDI" = "EMPLOI"\r\n', f'{SECTION}\r\n"CDI" = "EMPLOI"\r\n"CDI 24h" = "EMPLOI"\r\n'),
    "marque d’ordre": ('\ufeff[plie]\nnom = "A"\n', f'\ufeff[plie]\nnom = "A"\n\n{SECTION}\n"CDI 24h" = "EMPLOI"\n'),
}


def settings_of(racine, text: str):
    (racine / "plie.toml").write_bytes(text.encode("utf-8"))
    return load_settings(racine)


@pytest.mark.parametrize("before, after", CAS.values(), ids=CAS)
def test_one_line_more_and_nothing_else(tmp_path, before, after):
    added = ajouter(settings_of(tmp_path, before), "motif_sortie", "CDI 24h", "EMPLOI")
    assert (tmp_path / "plie.toml").read_bytes() == after.encode("utf-8")
    assert load_settings(tmp_path).config["ingestion"]["valeurs"]["motif_sortie"]["CDI 24h"] == "EMPLOI"
    added.defaire()
    assert (tmp_path / "plie.toml").read_bytes() == before.encode("utf-8")


@pytest.mark.parametrize("libelle", ['dit "net"', "d’avant\\après", "à ; # [x] = é", "  bords  ", "]"])
def test_any_label_can_be_written(tmp_path, libelle):
    ajouter(load_settings(tmp_path), "motif_sortie", libelle, "EMPLOI")
    written = tomllib.loads((tmp_path / "plie.toml").read_text(encoding="utf-8"))
    assert written == {"ingestion": {"valeurs": {"motif_sortie": {libelle: "EMPLOI"}}}}


def test_a_file_made_for_it_is_removed_with_it(tmp_path):
    ajouter(load_settings(tmp_path), "motif_sortie", "CDI 24h", "EMPLOI").defaire()
    assert not (tmp_path / "plie.toml").exists()


@pytest.mark.parametrize(
    "text",
    [
        '[ingestion.valeurs]\nmotif_sortie = {"CDI" = "EMPLOI"}\n',
        '[ingestion]\nvaleurs.motif_sortie."CDI" = "EMPLOI"\n',
        f'[plie]\nnom = """\n{SECTION}\n"""\n',
    ],
    ids=["table en ligne", "clés pointées", "section dans un texte"],
)
def test_a_layout_that_a_line_cannot_complete_is_left_alone(tmp_path, text):
    settings = settings_of(tmp_path, text)
    with pytest.raises(PlieError, match=r"rien n'a été écrit\.\nAjoutez-y cette ligne vous-même") as told:
        ajouter(settings, "motif_sortie", "CDI 24h", "EMPLOI")
    assert '"CDI 24h" = "EMPLOI"' in told.value.message and (tmp_path / "plie.toml").read_text(encoding="utf-8") == text


def test_a_variant_that_is_there_is_not_written_twice(tmp_path):
    settings = settings_of(tmp_path, f'{SECTION}\n"CDI 24h" = "EMPLOI"\n')
    with pytest.raises(PlieError, match="dit déjà"):
        ajouter(settings, "motif_sortie", "CDI 24h", "EMPLOI AIDE")


def test_what_was_changed_since_is_not_undone(tmp_path):
    added = ajouter(load_settings(tmp_path), "motif_sortie", "CDI 24h", "EMPLOI")
    with (tmp_path / "plie.toml").open("a", encoding="utf-8") as lines:
        lines.write("# autre chose\n")
    with pytest.raises(PlieError, match="modifié depuis"):
        added.defaire()
    assert "CDI 24h" in (tmp_path / "plie.toml").read_text(encoding="utf-8")
