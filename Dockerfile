# The product as one image: every process of docker-compose.yml runs from it with another command.
FROM node:22-bookworm AS front-end
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY tools tools
RUN python3 -m tools.assets

FROM python:3.11-slim-bookworm
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DJANGO_SETTINGS_MODULE=casemgmt.settings.production
WORKDIR /srv/casemgmt
COPY requirements/base.txt requirements/base.txt
RUN pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements/base.txt
COPY . .
COPY --from=front-end /build/static/vendor static/vendor
# The key of the build signs nothing: collectstatic only wants the settings to load.
RUN ALLOWED_HOSTS=build SECRET_KEY="$(python -c 'import secrets; print(secrets.token_urlsafe(64))')" \
    python manage.py collectstatic --noinput \
    && useradd --system --uid 10001 casemgmt \
    && install -d -o casemgmt -m 0700 /var/lib/casemgmt
USER casemgmt
VOLUME /var/lib/casemgmt
EXPOSE 8000
CMD ["gunicorn", "casemgmt.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4", "--no-control-socket"]
