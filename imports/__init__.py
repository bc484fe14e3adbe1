"""Files in and out: read, map, check, preview, apply, with progress and a guard. REG-10 ORG-3 PLT-8

Words: a *source* is where a file comes from (the HR system, last year's spreadsheet) and remembers its mapping;
an *import* is one file of a source; a *row* is one line of it with its verdict; a *kind* (people, accounts) knows
what rows mean. The *guard* stops an import in which too much of what its source covers is missing.
"""
