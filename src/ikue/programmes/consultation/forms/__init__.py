"""What a clerk types at ①: cleaned into the domain's own dataclasses, without any rule."""
