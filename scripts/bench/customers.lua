-- The customers of records.py, and which of them is asked for next. Environment: CUSTOMERS, how many there are; DRAW,
-- how one is drawn: `zipf`, some far more often than others, by Zipf's law with the exponent that YCSB uses; `even`; or
-- `sweep`, each once, the most wanted first, which fills a cache; SEED.

local customers = tonumber(os.getenv("CUSTOMERS"))
local exponent = 0.99

local function words(text)
    local list = {}
    for word in text:gmatch("%a+") do list[#list + 1] = word end
    return list
end

local given = words("ada ben clara david elena finn greta hugo ida jonas katja leon mara nils olga paul rosa sven "
    .. "tilda uwe vera willi")
local family = words("lindqvist okafor moreau janssen rossi novak schmidt keller dubois silva haas brandt costa weber "
    .. "olsen kaya")

-- 7919 is a prime that divides no power of ten, so each rank has a customer of its own.
local function of_rank(rank) return rank * 7919 % customers end

local function sums()
    local all, sum = {}, 0
    for rank = 1, customers do
        sum = sum + 1 / rank ^ exponent
        all[rank] = sum
    end
    return all
end

local function by_zipf()
    local all = sums()
    return function()
        local wanted, low, high = math.random() * all[customers], 1, customers
        while low < high do
            local middle = math.floor((low + high) / 2)
            if all[middle] < wanted then low = middle + 1 else high = middle end
        end
        return of_rank(low)
    end
end

local draws = {
    zipf = by_zipf,
    even = function() return function() return math.random(0, customers - 1) end end,
    sweep = function()
        local rank = 0
        return function()
            rank = rank % customers + 1
            return of_rank(rank)
        end
    end,
}

local module = { count = customers }

function module.mail(number)
    return given[number % 22 + 1] .. "." .. family[math.floor(number / 22) % 16 + 1] .. "." .. number .. "@example.com"
end

function module.crm(number) return string.format("C%07d", number) end

-- A function that names the next customer's number.
function module.draw()
    math.randomseed(tonumber(os.getenv("SEED") or 1))
    return draws[os.getenv("DRAW") or "zipf"]()
end

-- A sweep ends when each customer was asked for.
function module.is_over(place) return os.getenv("DRAW") == "sweep" and place >= customers end

-- Tells what was measured in one line that load.py reads.
function module.tell(summary, latency)
    local errors = summary.errors
    local failed = errors.status + errors.connect + errors.read + errors.write + errors.timeout
    print(string.format("figures %d %d %d %.3f %.3f", summary.requests, summary.duration, failed, latency:percentile(50) / 1000,
        latency:percentile(99) / 1000))
end

return module
