"""Small counts protected before anything leaves the house.

``porte`` is the door (results of a photo at one level), ``resultats`` its one entry (results in, protected results out, one rule by
kind), ``niveaux`` the levels; the register of what was shown, the relations between counts and the choice of what to hide are below.
Importing this package imports nothing else.
"""
