-- One customer a request for wrk: GET of WHAT, the path before an identifier, and AND, what is behind it. The identifier
-- is a mail address or, with WHO=crm, the id of the CRM. Requests are made beforehand, so that drawing costs nothing while
-- it is measured.

local customers = dofile(os.getenv("BENCH") .. "/customers.lua")
local requests, place = {}, 0

function init()
    wrk.headers["Authorization"] = "Bearer " .. os.getenv("KEY")
    local draw, who = customers.draw(), os.getenv("WHO") == "crm" and customers.crm or customers.mail
    local what = os.getenv("WHAT") or "/v1/profiles/email:"
    local behind = os.getenv("AND") or ""
    for index = 1, math.max(customers.count, 200000) do
        requests[index] = wrk.format("GET", what .. who(draw()) .. behind)
    end
end

function request()
    if customers.is_over(place) then wrk.thread:stop() end
    place = place % #requests + 1
    return requests[place]
end

function done(summary, latency) customers.tell(summary, latency) end
