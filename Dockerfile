# The serving half of Xiaoer: no torch, no test tools, no secrets. Settings come from the
# environment when the container starts; see docs/operations.md, "In a container".

FROM python:3.11.14-slim-bookworm AS builder

ENV PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/venv
# Before the code, so that a change of code does not install everything again.
COPY requirements/serve.txt /tmp/serve.txt
RUN /opt/venv/bin/python -m pip install --no-cache-dir --quiet -r /tmp/serve.txt

FROM python:3.11.14-slim-bookworm AS final

RUN groupadd --system --gid 10001 xiaoer \
    && useradd --system --uid 10001 --gid 10001 --home-dir /app --shell /usr/sbin/nologin xiaoer \
    && install --directory --owner=10001 --group=10001 --mode=0700 /data

COPY --from=builder /opt/venv /opt/venv

WORKDIR /app
COPY bot bot
COPY models models
COPY knowledge knowledge
COPY migrations migrations

ENV PATH="/opt/venv/bin:$PATH" \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    XIAOER_HOST=0.0.0.0 \
    XIAOER_PORT=8000 \
    XIAOER_DATABASE_URL=sqlite:////data/xiaoer.sqlite3

# Compiled once here, because the user below may not write to /app. Loading the models shows
# that their files are whole and that every library they need is in the image; so does importing
# what reads photos.
RUN python -m compileall -q /app \
    && python -c "import rapidocr, zxingcpp" \
    && python -c "from bot.settings import Settings; from bot.wiring import ShopWeights, load_models; load_models(ShopWeights(Settings().shop_weights))"

# By number, so that Kubernetes' runAsNonRoot can check it.
USER 10001:10001
VOLUME ["/data"]
EXPOSE 8000

# /health answers 503 while the database or the models do not; urllib then raises. The empty
# ProxyHandler keeps an http_proxy of the environment out of it.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as u; u.build_opener(u.ProxyHandler({})).open('http://127.0.0.1:' + os.environ['XIAOER_PORT'] + '/health', timeout=4)"]

CMD ["python", "-m", "bot", "run"]
