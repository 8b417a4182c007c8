"""支援ケース・経過・つなぎ・支援プラン。The thread that runs through all programmes.

Four nouns: Case, Entry, Referral, Plan. Seed 第3節(2): 切れ目のない、継続的かつ伴走的な支援."""
