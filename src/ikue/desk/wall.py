"""The desk keeps no table: it shows what the apps below hold, under the viewer's rights."""
