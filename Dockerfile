FROM python:3.11-slim-bookworm

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin dewan \
    && install -d -m 700 -o dewan -g dewan /data
WORKDIR /app

COPY requirements.txt .
RUN pip install -r requirements.txt

COPY . .
# Static files and catalogues belong to the release; the keys of this step are thrown away with its folder.
RUN DATA_DIR=/tmp/build && export DATA_DIR \
    && python -m governance.keys /tmp/build/env \
    && python manage.py prepare --without-database \
    && python -m compileall -q . \
    && rm -rf /tmp/build

ENV DATA_DIR=/data WEB_BIND=0.0.0.0:8000
USER dewan
VOLUME /data
EXPOSE 8000
CMD ["python", "-m", "governance.processes", "web"]
