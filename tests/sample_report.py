"""A report of our own, with something of everything that the rules read."""

REPORT = (
    "Ministers meet in Lima\n\n"
    "LIMA, Peru – Chilean Foreign Minister Ana Silva met with her Peruvian counterpart Luis Rojas on Tuesday in "
    "Lima to discuss water.\n\n"
    "“The rivers are shared,” Silva said. In March, Chile and Peru signed a fisheries agreement.\n"
)
