-- A search a request for wrk: POST /v1/profiles/search of the lines of the file QUERIES, in turn.

local customers = dofile(os.getenv("BENCH") .. "/customers.lua")
local requests, place = {}, 0

function init()
    wrk.headers["Authorization"] = "Bearer " .. os.getenv("KEY")
    wrk.headers["Content-Type"] = "application/json"
    for query in io.lines(os.getenv("QUERIES")) do
        requests[#requests + 1] = wrk.format("POST", "/v1/profiles/search", nil, '{"query":"' .. query .. '"}')
    end
end

function request()
    place = place % #requests + 1
    return requests[place]
end

function done(summary, latency) customers.tell(summary, latency) end
