-- A hundred customers a request for wrk: POST /v1/vip/lookup.

local customers = dofile(os.getenv("BENCH") .. "/customers.lua")
local requests, place = {}, 0

function init()
    wrk.headers["Authorization"] = "Bearer " .. os.getenv("KEY")
    wrk.headers["Content-Type"] = "application/json"
    local draw = customers.draw()
    for index = 1, 2000 do
        local names = {}
        for each = 1, 100 do names[each] = '"email:' .. customers.mail(draw()) .. '"' end
        local body = '{"identifiers":[' .. table.concat(names, ",") .. "]}"
        requests[index] = wrk.format("POST", "/v1/vip/lookup", nil, body)
    end
end

function request()
    place = place % #requests + 1
    return requests[place]
end

function done(summary, latency) customers.tell(summary, latency) end
