"""PDF files made by hand: this imports no page, so tests in a browser may use it too."""


def pdf(*texts: str, locked: bool = False) -> bytes:
    """Write a PDF with a page per text, 160 points wide, by hand."""
    n = len(texts)
    kids = " ".join(f"{3 + 2 * place} 0 R" for place in range(n))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {n} >>",
    ]
    font = "/Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"
    page = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 160 90] /Resources << {font} >>"
    for place, text in enumerate(texts):
        shows = f"BT /F 20 Tf 10 40 Td ({text}) Tj ET" if text else ""
        objects += [
            f"{page} /Contents {4 + 2 * place} 0 R >>",
            f"<< /Length {len(shows)} >>\nstream\n{shows}\nendstream",
        ]
    file, offsets = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        offsets.append(len(file))
        file += f"{number} 0 obj\n{one}\nendobj\n".encode()
    key = "ab" * 16
    secret = (
        f"/Encrypt << /Filter /Standard /V 1 /R 2 /O <{key * 2}> /U <{key * 2}> /P -4 >> "
        f"/ID [<{key}> <{key}>]"
    )
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    end = f"trailer << /Size {len(objects) + 1} /Root 1 0 R {secret if locked else ''} >>"
    start = len(file)
    file += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{end}\n".encode()
    return file + f"startxref\n{start}\n%%EOF\n".encode()
