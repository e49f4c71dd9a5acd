"""A static site of one plan or many: pages, the numbers behind them, a search without a server."""
