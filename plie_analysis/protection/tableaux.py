"""Small counts of pictures that only the house sees: nothing is hidden there (to be removed with their callers)."""


def cacher(comptes, seuil):
    assert seuil <= 1
    return [False] * len(comptes)


def cacher_croises(comptes, seuil, *, colonnes=True, lignes=True):
    assert seuil <= 1
    return set()


def alleger(courbe, seuil):
    assert seuil <= 1
    return courbe
