"""QR codes as inline SVG, because the content security policy allows no data: images."""

import qrcode
from django.utils.html import format_html
from django.utils.safestring import SafeString

QUIET_ZONE = 4


def qr_svg(text: str, label: str) -> SafeString:
    """Return the QR code of a text as an <svg> with a label for screen readers."""
    code = qrcode.QRCode(border=QUIET_ZONE)
    code.add_data(text)
    code.make(fit=True)
    matrix = code.get_matrix()
    path = "".join(
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark
    )
    return format_html(
        '<svg class="qr" viewBox="0 0 {0} {0}" role="img" aria-label="{1}" '
        'shape-rendering="crispEdges"><path class="qr__ground" d="M0 0h{0}v{0}H0z"/>'
        '<path d="{2}"/></svg>',
        len(matrix),
        label,
        path,
    )
