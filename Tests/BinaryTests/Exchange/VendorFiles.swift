/// What vendors' systems give, in the shapes that their public documentation shows, about made-up people: with refunds,
/// guests, edited orders, and members that no mapping knows.
enum VendorFiles {
    static let shopifyOrders = """
        {"orders":[
        {"id":450789469,"admin_graphql_api_id":"gid://shopify/Order/450789469","name":"#1001","test":false,
         "email":"ada@example.com","phone":null,"created_at":"2026-01-10T11:00:00-05:00",
         "processed_at":"2026-01-10T11:00:00-05:00","updated_at":"2026-01-20T12:00:00-05:00","cancelled_at":null,
         "currency":"USD","total_price":"409.94","current_total_price":"368.00",
        "financial_status":"partially_refunded",
         "fulfillment_status":"fulfilled","source_name":"web",
         "customer":{"id":207119551,"email":"ada@example.com","phone":"+12065550100","first_name":"Ada",
        "tags":"a, b"},
         "billing_address":{"first_name":"Ada","last_name":"Quux","address1":"1 Chestnut St","address2":"Apt 2",
          "city":"Louisville","zip":"40202","province_code":"KY","country_code":"US"},
         "line_items":[
          {"id":1,"sku":"IPOD-GREEN","title":"IPod Nano","variant_id":39072856,"quantity":2,"current_quantity":1,
           "price":"199.00","tax_lines":[{"title":"State Tax","price":"3.98"}],
        "price_set":{"shop_money":{"amount":"199.00"}}},
          {"id":2,"sku":"","title":"Sticker","variant_id":808950810,"quantity":1,"current_quantity":1,
        "price":"11.94"},
          {"id":3,"sku":"REMOVED","title":"Taken off again","variant_id":7,"quantity":1,"current_quantity":0,
        "price":"5.00"}],
         "fulfillments":[{"id":255858046,"status":"success","shipment_status":"delivered",
          "tracking_url":"https://track.example.com/1Z","tracking_numbers":["1Z"]}],
         "refunds":[
          {"id":509562969,"transactions":[
           {"id":179259969,"kind":"refund","status":"success","amount":"41.94","currency":"USD"},
           {"id":179259970,"kind":"refund","status":"failure","amount":"41.94","currency":"USD"}],
           "refund_line_items":[{"line_item_id":1,"quantity":1,"subtotal":195.67}]},
          {"id":509562970,"transactions":[]}]},
        {"id":450789470,"name":"#1002","email":"guest@example.com","created_at":"2026-02-01T10:00:00Z",
         "processed_at":null,"updated_at":"2026-02-01T10:00:00Z","cancelled_at":null,"currency":"USD",
         "total_price":"20.00","financial_status":"paid","fulfillment_status":null,"source_name":"580111",
         "customer":null,"billing_address":{"first_name":"Guy","last_name":"Guest","country_code":"US"},
         "line_items":[{"id":4,"sku":"MUG","title":"Mug","quantity":2,"price":"10.00"}],"refunds":[],
        "fulfillments":[]},
        {"id":450789471,"name":"#1003","email":"ada@example.com","created_at":"2026-03-01T10:00:00Z",
         "updated_at":"2026-03-02T10:00:00Z","cancelled_at":"2026-03-02T10:00:00Z","currency":"USD",
        "total_price":"5.00",
         "financial_status":"refunded","line_items":[],"customer":{"id":207119551}},
        {"id":450789472,"test":true,"email":"ada@example.com","created_at":"2026-03-01T10:00:00Z","currency":"USD"},
        {"id":450789473,"email":"","customer":null,"source_name":"pos","created_at":"2026-03-01T10:00:00Z",
         "currency":"USD","financial_status":"paid","line_items":[]},
        {"id":450789474,"email":null,"contact_email":"guy@example.com","customer":null,
         "created_at":"2026-03-01T10:00:00Z","currency":"USD","presentment_currency":"EUR","total_price":"110.00",
         "current_total_price":"55.00",
         "total_price_set":{"shop_money":{"amount":"110.00"},"presentment_money":{"amount":"100.00"}},
         "current_total_price_set":{"shop_money":{"amount":"55.00"},"presentment_money":{"amount":"50.00"}},
         "financial_status":"pending","fulfillment_status":"fulfilled","refunds":[],"line_items":[{"sku":"CUP",
         "quantity":1,"price":"55.00","price_set":{"presentment_money":{"amount":"50.00"}}}],"fulfillments":[
         {"status":"cancelled","shipment_status":"in_transit","tracking_url":"https://track.example.com/dead"},
         {"status":"success","shipment_status":"delivered","tracking_url":"https://track.example.com/live"}]},
        {"id":450789475,"email":"guy@example.com","customer":null,"created_at":"2026-03-02T10:00:00Z",
         "currency":"EUR","total_price":"5.00","current_total_price":"4.00","financial_status":"paid",
         "fulfillment_status":"fulfilled","line_items":[],"fulfillments":[
         {"status":"success","shipment_status":"delivered"},{"status":"success","shipment_status":null}]}
        ],"unheard_of":{"next":"page"}}
        """

    static let shopifyCustomers = """
        [{"id":207119551,"email":"ada@example.com","first_name":"Ada","last_name":"Quux","phone":"+12065550100",
          "created_at":"2025-03-01T09:00:00-05:00","updated_at":"2026-01-21T09:00:00-05:00","tags":"gold, early bird",
          "state":"enabled","orders_count":3,"total_spent":"374.94","note":null,"addresses":[],
          "default_address":{"address1":"1 Chestnut St","address2":null,"city":"Louisville","zip":"40202",
           "province_code":"KY","country_code":"US","phone":"+12065550199"},
          "email_marketing_consent":{"state":"subscribed","opt_in_level":"single_opt_in",
        "consent_updated_at":"2025-03-01T09:00:00-05:00"},
          "sms_marketing_consent":{"state":"unsubscribed","consent_updated_at":null},"unheard_of":[{"x":1}]},
         {"id":207119552,"email":"bob@example.com","first_name":"Bob","last_name":null,
        "updated_at":"2026-01-21T09:00:00Z",
          "tags":"","default_address":null,"sms_marketing_consent":null,
          "email_marketing_consent":{"state":"not_subscribed","consent_updated_at":null}}]
        """

    static let wooOrders = """
        {"id":727,"parent_id":0,"number":"727","status":"completed","currency":"EUR","created_via":"checkout",
        "version":"9.1.2",
        "date_created":"2026-03-22T17:28:02","date_created_gmt":"2026-03-22T16:28:02",
        "date_modified_gmt":"2026-03-25T08:00:00",
        "total":"29.35","total_tax":"1.35","customer_id":26,"billing":{"first_name":"Ada","last_name":"Quux",
        "address_1":"Weg 1","address_2":"","city":"Köln","state":"","postcode":"50667","country":"DE",
        "email":"ada@example.com","phone":"+49 221 4710000"},"line_items":[
        {"id":315,"name":"Woo Single","product_id":93,"quantity":2,"sku":"","total":"6.67","price":3.3333333333333},
        {"id":316,"name":"Ship Your Idea","product_id":22,"quantity":1,"sku":"Bar3","total":"12.00","price":12}],
        "refunds":[{"id":726,"reason":"broken","total":"-10.00"},{"id":728,"reason":"","total":"-2.50"}],
        "meta_data":[{"id":1,"key":"_x","value":{"any":["thing"]}}]}
        {"id":729,"status":"wc-packed","currency":"EUR","created_via":"rest-api",
        "date_created_gmt":"2026-04-01T10:00:00",
        "date_modified_gmt":"2026-04-01T10:00:00","total":"5.00","customer_id":0,
        "billing":{"email":"guest@example.com",
        "first_name":"Guy","last_name":"Guest","phone":""},"line_items":[{"name":"Pin","sku":"PIN",
        "quantity":1,"price":5},{"name":"Gone","product_id":0,"sku":"","quantity":1,"price":0}],"refunds":[]}
        {"id":731,"status":"completed","currency":"EUR","created_via":"pos","date_created_gmt":"2026-04-01T10:00:00",
        "total":"5.00","customer_id":0,"billing":{"email":"","phone":""},"line_items":[],"refunds":[]}
        {"id":730,"status":"trash","currency":"EUR","date_created_gmt":"2026-04-01T10:00:00","total":"5.00",
        "customer_id":26}
        """

    static let zendeskTickets = """
        {"url":"https://acme.zendesk.com/api/v2/tickets/35436.json","id":35436,"via":{"channel":"email",\
        "source":{"from":{"address":"ada@example.com"},"rel":null}},"created_at":"2026-05-01T09:00:00Z",\
        "updated_at":"2026-05-02T09:00:00Z","subject":"Where is my order?","description":"…","priority":"high",\
        "status":"solved","requester":{"id":20978392,"name":"Ada Quux","email":"ada@example.com","phone":null,\
        "locale":"en-US","iana_time_zone":"America/New_York","updated_at":"2026-04-30T09:00:00Z"},\
        "assignee":{"id":235323,"name":"Agent Ann"},"tags":["delivery"],"custom_fields":[{"id":1,\
        "value":null}],"satisfaction_rating":{"id":1,"score":"good","comment":"Great"},"metric_set":{"reopens":0}}
        {"id":35437,"via":{"channel":"voice"},"created_at":"2026-05-03T09:00:00Z",\
        "updated_at":"2026-05-03T09:05:00Z","subject":"Call","status":"open","requester_id":20978392,\
        "assignee_id":235323,"satisfaction_rating":{"score":"offered"},"unheard_of":true}
        {"id":35438,"via":{"channel":"web"},"created_at":"2026-05-03T09:00:00Z",\
        "updated_at":"2026-05-03T09:05:00Z","status":"deleted","requester_id":5}
        {"id":35439,"via":{"channel":"web"},"created_at":"yesterday","updated_at":"2026-05-03T09:05:00Z",\
        "status":"new","requester_id":20978392}
        {"id":35440,"via":{"channel":"web"},"created_at":"2026-05-03T09:00:00Z",\
        "updated_at":"2026-05-03T09:05:00Z","status":"open","requester":{"id":5,"name":"Bo Nameless"}}
        {"id":35441,"via":{"channel":"voice"},"created_at":"2026-05-03T09:00:00Z",\
        "updated_at":"2026-05-03T09:05:00Z","status":"open","requester":{"id":6,"name":"Cy",\
        "phone":"+12065550144"}}
        """
}
