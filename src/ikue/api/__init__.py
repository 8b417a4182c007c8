"""機械の入口。JSON under the rights of the member of staff whose token it carries."""
