// Setting a tier by hand.

import { ask, get } from "./api.js";
import { tierName } from "./card.js";
import { announce, h } from "./dom.js";
import { words } from "./language.js";
import { dialog, field, submitting } from "./states.js";

const t = words.steward.override;

/** Asks for a tier, a reason and an end. The stream shows what comes of it. */
export const overrideDialog = async (profile) => {
  const { tiers } = await get("/v1/vip/policy");
  const { override } = profile.vip;
  const place = `/v1/profiles/${encodeURIComponent(profile.id)}/vip`;
  const form = h("form", {}, h("p", { class: "soft" }, t.lead),
    field(t.tier, h("select", { name: "tier", id: "override-tier" }, tiers.map(({ name }) =>
      h("option", { value: name, selected: name === (override?.tier ?? profile.vip.tier) }, tierName(name))))),
    field(words.steward.reason, h("input", { name: "reason", required: true, maxlength: 500, value: override?.reason,
      autocomplete: "off" }),
      words.steward.reasonHint),
    field(t.until, h("input", { name: "until", type: "date",
      min: new Date(Date.now() + 86_400_000).toISOString().slice(0, 10) }),
      t.untilHint),
    h("div", { class: "actions" }, h("button", { class: "primary", value: "set" }, t.commit),
      override && h("button", { class: "danger", value: "remove", formnovalidate: true }, t.remove)));
  const sheet = dialog(t.title, form);
  submitting(form, async (data, button) => {
    if (button?.value === "remove") await ask("DELETE", place);
    else {
      const until = data.get("until");
      await ask("PUT", place, {
        tier: data.get("tier"), reason: data.get("reason").trim(),
        ...(until ? { until: new Date(`${until}T23:59:59`).toISOString() } : {}),
      });
    }
    sheet.close();
    announce(button?.value === "remove" ? t.removed : t.done);
  });
};
