"""Foreign tables to the rows of a year's CSV, step by step.

    file_kinds      bytes to sheets of cells: Excel, LibreOffice, CSV
    words, labels   what a cell of text names: an indicator, an entity, a year, a unit, a role
    amounts         what a cell of figures says
    heads, tables   what each column holds, where the tables of a sheet are
    captions        what the lines around and between the rows state
    row_labels      what the cells beside the figures say of them
    table_figures   tables to figures, each with its place; what is not understood is told
    checked_import  what is new, a new vintage, there already; checked by every rule
    additions       the files as they will be

Nothing here guesses: a name that is only near a known one, a number that can be read in two ways, a
figure whose unit, year or entity nobody states are refused at their cell.
"""
