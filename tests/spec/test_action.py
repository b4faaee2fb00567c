"""``large.action``: one row per participation in an action."""

from tests.tableau import base, lignes


def test_oriente_entre_acheve():
    con = base("""
    actions
    id_parcours | action      | date_orientation | date_entree | date_fin   | issue
    P1          | Start Again | 2017-03-01       | 2017-03-20  | 2017-06-30 | achevée
    P2          | Start Again | 2017-03-01       | 2017-03-20  | 2017-04-15 | abandon
    P3          | Start Again | 2017-03-01       |             |            |
    """)
    assert lignes(
        con, "SELECT id_parcours, est_oriente, est_entre, est_acheve, date_entree_action, date_entree FROM large.action ORDER BY 1"
    ) == [
        ("P1", True, True, True, "2017-03-20", "2017-01-01"),
        ("P2", True, True, False, "2017-03-20", "2017-01-01"),
        ("P3", True, False, False, None, "2017-01-01"),
    ]
