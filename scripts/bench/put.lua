-- One new order a request for wrk: PUT /v1/sources/erp/orders/{id}. Environment besides that of customers.lua: FIRST,
-- the first id; CUSTOMER, the CRM's id of whose orders they are, when they are all of one; PAUSE, the milliseconds that
-- each connection waits before a request.

local customers = dofile(os.getenv("BENCH") .. "/customers.lua")
local id = tonumber(os.getenv("FIRST"))
local one = os.getenv("CUSTOMER")
local draw
local pause = tonumber(os.getenv("PAUSE") or 0)

local body = '{"customer":{"crm":"%s"},"placed_at":"%s","updated_at":"%s","status":"paid","currency":"EUR",'
    .. '"total":"59.80","channel":"web","lines":[{"sku":"SKU-00029","name":"Green sports 29","category":"sports",'
    .. '"unit_price":"29.90","quantity":2}]}'

function init()
    wrk.headers["Authorization"] = "Bearer " .. os.getenv("KEY")
    wrk.headers["Content-Type"] = "application/json"
    draw = customers.draw()
end

function request()
    id = id + 1
    local at = os.date("!%Y-%m-%dT%H:%M:%SZ")
    return wrk.format("PUT", "/v1/sources/erp/orders/" .. id, nil, body:format(one or customers.crm(draw()), at, at))
end

function done(summary, latency) customers.tell(summary, latency) end

if pause > 0 then
    function delay() return pause end
end
