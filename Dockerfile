# syntax=docker/dockerfile:1
#
# Two images of one app, both without root and with a health check:
#
#   docker build --target serve -t plotline-serve .    reads with models and shows runs; no TensorFlow, read-only
#   docker build --target train -t plotline-train .    all of it
#
# compose.yaml puts two of the first behind nginx; docs/deploy.md tells the rest.

FROM python:3.13-slim-bookworm AS base
# Two pools of memory for all viewers, and no threads of NumPy that turn in circles: as `make run` has it.
ENV MALLOC_ARENA_MAX=2 OPENBLAS_NUM_THREADS=1 PATH=/venv/bin:$PATH PLOTLINE_RUNS=/shared/runs
# A volume on /shared starts with the rights of this folder.
RUN useradd --uid 10001 --create-home plotline && install -d -o plotline -g plotline /shared/runs
WORKDIR /plotline

# The libraries are compiled to bytecode here: the app's user cannot write beside them.
FROM base AS serve-libraries
COPY requirements-web.txt requirements-login.txt ./
RUN python -m venv --without-pip /venv \
 && pip --python /venv/bin/python install --no-cache-dir -r requirements-login.txt \
 && find /venv -type d -name tests -prune -exec rm -r {} +

FROM base AS train-libraries
COPY requirements-web.txt requirements.txt requirements-login.txt ./
RUN python -m venv --without-pip /venv \
 && pip --python /venv/bin/python install --no-cache-dir -r requirements.txt -r requirements-login.txt

FROM base AS app
COPY .streamlit/config.toml .streamlit/config.toml
COPY app.py requirements.txt requirements-web.txt ./
COPY assets assets
COPY genre_core genre_core
COPY pages pages
RUN python -m compileall -q app.py genre_core pages
USER 10001
EXPOSE 8501
HEALTHCHECK --start-period=60s --interval=15s --timeout=5s --retries=3 \
  CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8501/_stcore/health', timeout=4)"]
CMD ["python", "-m", "streamlit", "run", "app.py", "--server.address=0.0.0.0", "--server.port=8501", "--server.headless=true"]

FROM app AS train
COPY --from=train-libraries /venv /venv

FROM app AS serve
COPY --from=serve-libraries /venv /venv
ENV PLOTLINE_READ_ONLY=1
