"""My work: everybody has their own. PLT-7"""

from tests.matrix import row

ROWS = [row("home:my_work", get="302 200 200 200 200 200 302")]
