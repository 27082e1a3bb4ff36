"""Profiles as people would serve them: FastAPI, asyncpg and a keyed table of PostgreSQL. PGHOST and its likes name the
database, API_KEY the key that callers have to know."""

import contextlib
import hmac
import os

import asyncpg
from fastapi import Depends, FastAPI, HTTPException, Request, Response


@contextlib.asynccontextmanager
async def lifespan(app):
    async with asyncpg.create_pool(min_size=16, max_size=16) as pool:
        app.state.pool = pool
        yield


def authenticated(request: Request):
    given = request.headers.get("authorization", "")
    if not hmac.compare_digest(given, f"Bearer {os.environ['API_KEY']}"):
        raise HTTPException(401)


app = FastAPI(lifespan=lifespan)


@app.get("/healthz")
async def healthz():
    return {"status": "ok"}


@app.get("/v1/profiles/{identifier}", dependencies=[Depends(authenticated)])
async def profile(identifier: str):
    body = await app.state.pool.fetchval("SELECT profile FROM profiles WHERE identifier = $1", identifier)
    if body is None:
        raise HTTPException(404)
    return Response(body, media_type="application/json")
