"""People: persons, the unit tree, roles on units, employment, sign-in. ORG PLT-3 PLT-4

Words: a *person* stands in a *unit* (their membership is dated), may *head* units, holds *roles* on units by
*grants*; who is *leaving* has a last day, who has *left* may do nothing. A *holding* is something that hangs on a
person, a *fact* an answer about one; higher rooms provide both through the registry.
"""
