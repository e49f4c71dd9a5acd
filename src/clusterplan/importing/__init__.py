"""Foreign tables to the rows of a year's CSV, step by step.

    files      bytes to sheets of cells: Excel, LibreOffice, CSV
    labels     what a cell of text names: an indicator, an entity, a year, a unit, a role
    amounts    what a cell of figures says
    tables     where the tables of a sheet are, and what each column holds
    figures    tables to figures, each with its place; what is not understood is told
    merging    figures into the year's CSV: new ones, new vintages, those that are there already

Nothing here guesses: a name that is only near a known one, a number that can be read in two ways, a
figure whose unit, year or entity nobody states are refused at their cell.
"""
