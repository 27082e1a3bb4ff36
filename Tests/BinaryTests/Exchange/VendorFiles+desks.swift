/// More of what vendors' systems give and send, about made-up people.
extension VendorFiles {
    static let shopifyCheckouts = """
        {"id":981820079255243537,"token":"eeafa272cebfd4b2","cart_token":"c1","email":"ada@example.com","phone":null,
         "created_at":"2026-11-20T10:00:00-05:00","updated_at":"2026-11-20T10:05:00-05:00","completed_at":null,
         "currency":"USD","presentment_currency":"CAD","total_price":"58.00","buyer_accepts_marketing":false,
         "abandoned_checkout_url":"https://shop.example.com/7/checkouts/eeafa272?key=secret",
         "customer":{"id":207119551,"email":"ada@example.com"},"unheard_of":[{}],
         "line_items":[
          {"key":"k1","variant_id":39072856,"product_id":1,"sku":"MUG","title":"Mug","quantity":2,"price":"14.00"},
          {"key":"k2","variant_id":39072857,"product_id":2,"sku":"","title":"Hat","quantity":1,"price":"30.00"}]}
        {"id":981820079255243538,"token":"nobody","email":"","created_at":"2026-11-20T10:00:00Z",
         "updated_at":"2026-11-20T10:05:00Z","customer":null,"line_items":[]}
        """

    static let wooCustomers = """
        {"id":25,"date_created_gmt":"2026-03-21T16:09:28","date_modified_gmt":"2026-03-21T16:09:30",
         "email":"joe@example.com","first_name":"","last_name":"","role":"customer","username":"joe",
         "billing":{"first_name":"Joe","last_name":"Doe","address_1":"969 Market","address_2":"","city":"San Francisco",
         "state":"CA","postcode":"94103","country":"US","email":"joe@work.example","phone":"(415) 555-2671"},
         "shipping":{"first_name":"Somebody","last_name":"Else"},"is_paying_customer":true,"meta_data":[{"id":1}]}
        {"id":1,"email":"owner@example.com","role":"administrator","date_modified_gmt":"2026-03-21T16:09:30"}
        """

    static let hubspotContacts = """
        {"results":[
        {"id":"512","properties":{"createdate":"2026-01-30T17:31:50.000Z","email":"cool@example.com",
         "firstname":"Cool","lastname":"Robot","hs_additional_emails":"robot@example.com;r2@example.com",
         "phone":"+1 617 555 0100","mobilephone":null,"hs_language":"de","date_of_birth":"some day",
         "hubspot_owner_id":"77","address":"25 First Street","city":"Cambridge","state":"MA","zip":"02141",
         "country":"United States","company":"HubSpot","lifecyclestage":"customer","hs_object_id":"512"},
         "createdAt":"2026-01-30T17:31:50.000Z","updatedAt":"2026-02-01T10:00:00.000Z","archived":false},
        {"id":"513","properties":{"email":"gone@example.com"},"createdAt":"2026-01-30T17:31:50.000Z",
         "updatedAt":"2026-02-01T10:00:00.000Z","archived":true}
        ],"paging":{"next":{"after":"NTI1"}}}
        """

    static let magentoOrders = """
        {"items":[
        {"entity_id":7,"increment_id":"000000007","state":"complete","status":"complete","customer_id":5,
         "customer_email":"ada@example.com","customer_firstname":"Ada","customer_lastname":"Quux","customer_is_guest":0,
         "created_at":"2026-05-01 10:00:00","updated_at":"2026-05-03 09:00:00","order_currency_code":"EUR",
         "base_currency_code":"USD","grand_total":61.5,"total_refunded":11.5,"billing_address":{"firstname":"Ada",
         "lastname":"Quux","street":["1 Chestnut St","Apt 2"],"city":"Berlin","postcode":"10115","country_id":"DE",
         "region_code":"BE","telephone":"+49 30 901820"},
         "items":[{"item_id":1,"sku":"SHIRT-M","name":"Shirt","product_type":"configurable","qty_ordered":1,
          "price":42.02,"price_incl_tax":50,"qty_refunded":0},
         {"item_id":2,"parent_item_id":1,"sku":"SHIRT-M","name":"Shirt M","product_type":"simple","qty_ordered":1,
          "price":0},
         {"item_id":3,"sku":"CAP","name":"Cap","qty_ordered":2,"price":5.75}],"extension_attributes":{}},
        {"entity_id":8,"increment_id":"000000008","state":"canceled","status":"fraud","customer_id":null,
         "customer_is_guest":1,"customer_email":"guest@example.com","created_at":"2026-05-02 10:00:00",
         "updated_at":"2026-05-02 11:00:00","order_currency_code":"EUR","grand_total":10,"items":[],
         "billing_address":{"firstname":"Guy","lastname":"Guest","street":["2 Road"],"country_id":"FR"}}
        ],"search_criteria":{"filter_groups":[]},"total_count":2}
        """

    static let zendeskUsers = """
        {"users":[
        {"id":5,"name":"Ada Quux","email":"ada@example.com","phone":"+49 30 901820","role":"end-user","locale":"de",
         "iana_time_zone":"Europe/Berlin","suspended":false,"created_at":"2026-01-01T00:00:00Z",
         "updated_at":"2026-02-01T00:00:00Z","tags":["vip"],"user_fields":{"x":1}},
        {"id":6,"name":"Agent","email":"agent@example.com","role":"agent","updated_at":"2026-02-01T00:00:00Z"},
        {"id":7,"name":"Spam","role":"end-user","suspended":true,"updated_at":"2026-02-01T00:00:00Z"}
        ],"next_page":null,"count":3}
        """

    static let zendeskEvent = """
        {"account_id":22129848,"type":"zen:event-type:ticket.status_changed","id":"2b24ef10",
         "detail":{"id":"35436","actor_id":"8","assignee_id":"235323","requester_id":"5","status":"SOLVED",
         "subject":"Where is it?","description":"…","created_at":"2026-11-20T09:00:00Z",
         "updated_at":"2026-11-21T09:00:00Z","via":{"channel":"native_messaging"},"tags":[]},
         "event":{"current":"SOLVED","previous":"OPEN"},"subject":"zen:ticket:35436","time":"2026-11-21T09:00:01Z",
         "zendesk_event_version":"2022-11-06"}
        """

    static let shopifyRefund = """
        {"id":890088186047892319,"order_id":450789470,"created_at":"2026-02-03T10:00:00Z","note":"broken",
         "processed_at":"2026-02-03T10:00:00Z","restock":true,"user_id":548380009,"duties":[],
         "refund_line_items":[{"id":1,"line_item_id":4,"quantity":1,"subtotal":10.0}],
         "transactions":[{"id":1,"kind":"refund","status":"failure","amount":"10.00","currency":"USD"},
         {"id":2,"kind":"refund","status":"success","amount":"7.50","currency":"USD"}]}
        """

    static let shopifyFulfillment = """
        {"id":123456,"order_id":450789470,"status":"success","created_at":"2026-02-02T10:00:00Z","service":null,
         "updated_at":"2026-02-02T11:00:00Z","tracking_company":"UPS","shipment_status":null,"location_id":655441491,
         "estimated_delivery_at":"2026-02-05T00:00:00Z","tracking_number":"1Z2345","tracking_numbers":["1Z2345"],
         "tracking_urls":["https://track.example.com/1Z2345"],"tracking_url":"https://track.example.com/1Z2345",
         "email":"guest@example.com","line_items":[],"name":"#1002.1"}
        """

    /// As it was before anything was paid back or sent.
    static let shopifyFirstOrder = shopifyOrder(#""updated_at":"2026-02-01T10:00:00Z","refunds":[]"#)

    /// With two refunds, the second of them `shopifyRefund`.
    static let shopifyRefundedOrder = shopifyOrder(
        #"""
        "updated_at":"2026-02-03T10:00:00Z","refunds":[
        {"id":1,"transactions":[{"kind":"refund","status":"success","amount":"5.00"}]},
        {"id":890088186047892319,"transactions":[{"kind":"refund","status":"success","amount":"7.50"}]}]
        """#)

    private static func shopifyOrder(_ members: String) -> String {
        let order = """
            {"id":450789470,"name":"#1002","email":"guest450789470@example.com","created_at":"2026-02-01T10:00:00Z",
            "currency":"USD","total_price":"20.00","financial_status":"paid","source_name":"web","customer":null,
            "line_items":[{"id":4,"sku":"MUG","title":"Mug","quantity":2,"price":"10.00"}],"fulfillments":[],\(members)}
            """
        return order.replacing("\n", with: " ")
    }

    static let wooRefund = """
        {"id":728,"parent_id":727,"date_created":"2026-03-26T17:28:02","date_created_gmt":"2026-03-26T16:28:02",\
        "amount":"3.25","reason":"","refunded_by":1,"refunded_payment":false,"meta_data":[],"line_items":[]}
        """

    static let zendeskRatings = """
        {"satisfaction_ratings":[
        {"id":62,"ticket_id":35436,"requester_id":5,"assignee_id":235323,"score":"bad","comment":"Too late!",
         "created_at":"2026-11-22T09:00:00Z","updated_at":"2026-11-22T10:00:00Z","reason":"other"},
        {"id":63,"ticket_id":35437,"requester_id":5,"score":"offered","updated_at":"2026-11-22T10:00:00Z"}
        ],"next_page":null}
        """

    static let hubspotChanges = """
        {"eventId":1,"subscriptionType":"contact.propertyChange","portalId":62515,"objectId":512,"attemptNumber":0,
         "propertyName":"lastname","propertyValue":"Android","changeSource":"CRM_UI","occurredAt":1795168800000}
        {"eventId":2,"subscriptionType":"contact.propertyChange","portalId":62515,"objectId":512,
         "propertyName":"city","propertyValue":"Boston","occurredAt":1795168800001}
        {"eventId":3,"subscriptionType":"contact.propertyChange","portalId":62515,"objectId":512,
         "propertyName":"num_notes","propertyValue":"7","occurredAt":1795168800002}
        {"eventId":4,"subscriptionType":"contact.creation","portalId":62515,"objectId":600,"changeFlag":"NEW",
         "occurredAt":1795168800003}
        """

    static let chatwootMessage = """
        {"event":"message_created","id":"9","content":"Are you there?","content_type":"text","message_type":"incoming",
         "created_at":"2026-11-21T10:00:00.000Z","private":false,"source_id":null,"account":{"id":1,"name":"Shop"},
         "sender":{"id":5,"name":"Ada Quux","type":"contact"},"inbox":{"id":3,"name":"WhatsApp"},
         "conversation":{"id":7,"status":"open","channel":"Channel::Whatsapp","meta":{"sender":{"id":5},
         "assignee":{"id":4,"name":"Lou"}}}}
        """

    static let chatwootConversation = """
        {"event":"conversation_status_changed","id":7,"inbox_id":3,"channel":"Channel::Whatsapp","status":"resolved",
         "created_at":1795168800,"timestamp":1795172400,"updated_at":1795172400.5,"can_reply":true,"labels":[],
         "contact_inbox":{"id":9,"contact_id":5,"source_id":"4930901820"},"additional_attributes":{},
         "meta":{"sender":{"id":5,"name":"Ada Quux","email":null,"phone_number":"+4930901820","type":"contact"},
         "assignee":{"id":2,"name":"Kim","type":"user"},"hmac_verified":false},"messages":[{"id":1,"content":"Hi"}]}
        """
}
