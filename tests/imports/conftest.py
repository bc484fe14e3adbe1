"""Files as an HR system sends them."""

import pytest


@pytest.fixture
def house(shared_data):
    return shared_data / "official-accounts-us-house"


@pytest.fixture
def file(tmp_path):
    """Write a file and give its path: `file("name,email", "Budi,budi@x.example")`."""

    def write(*lines, name="people.csv", encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(("\n".join(lines) + "\n").encode(encoding))
        return path

    return write
