"""職員の入口。Home, case and household pages, search: what needs me, why, until when."""
