"""書きかけ。What was typed and not yet sent, kept for the one account that typed it,
under the appointment it was typed for.

「入力したデータが消える」 was the finding that sank a national system (総務省 勧告 2022-04-26):
nothing typed is ever lost."""
