"""画面部品。Components, forms, template tags and static files; knows no noun of the domain.

Look and words follow the デジタル庁 design tokens; everything is served from this machine."""
