-- Requests of a file for wrk, one a line: method, path, id, signature and body, with tabs between them. Environment
-- besides that of customers.lua: REQUESTS, the file, which has to hold more of them than are sent.

local customers = dofile(os.getenv("BENCH") .. "/customers.lua")
local lines

function init()
    lines = io.lines(os.getenv("REQUESTS"))
end

function request()
    local method, path, id, signature, body = lines():match("^(%S+)\t(%S+)\t(%S*)\t(%S*)\t(.*)$")
    local headers = { ["Content-Type"] = "application/json" }
    if signature == "" then
        headers["Authorization"] = "Bearer " .. os.getenv("KEY")
    else
        headers["X-Shopify-Topic"] = "orders/paid"
        headers["X-Shopify-Webhook-Id"] = id
        headers["X-Shopify-Hmac-SHA256"] = signature
    end
    return wrk.format(method, path, headers, body)
end

function done(summary, latency) customers.tell(summary, latency) end
