"""Lists of people as they come: read, understood column by column, and judged, before anybody is written."""
