// A plugin for Twilio Flex: Clientele's panel in the frame beside the task, about the customer of the selected task.
// Name Flex's address under panel.hosts in Clientele's settings: https://flex.twilio.com.

import { FlexPlugin } from "@twilio/flex-plugin";

const CLIENTELE = "https://clientele.example.com";

/** A number or mail address as `type:value`; null for others, such as Messenger's ids, which are no numbers. */
const named = (address) => {
  const [, channel, plain] = (address ?? "").match(/^(?:(whatsapp|sms|sip|messenger):)?(.*)$/s);
  if (!channel && plain.includes("@")) return `email:${plain}`;
  return channel !== "messenger" && /^\+?\d/.test(plain) ? `phone:${plain.replace(/@.*/s, "")}` : null;
};

/** Whom a task is about. */
const identifiers = ({ attributes = {} }) => {
  const { direction, outbound_to: to, from, caller, customerAddress, email } = attributes;
  const address = direction === "outbound" ? to : from ?? customerAddress ?? caller;
  return [named(address), email && `email:${email}`].filter(Boolean);
};

export default class ClientelePlugin extends FlexPlugin {
  constructor() {
    super("ClientelePlugin");
  }

  init(flex) {
    let task = null;
    const tell = () => {
      const panel = document.querySelector(`iframe[src^="${CLIENTELE}/panel"]`);
      const message = task ? { type: "clientele:customer", identifiers: identifiers(task) } : { type: "clientele:clear" };
      panel?.contentWindow.postMessage(message, CLIENTELE);
    };

    // Always the same address, so that the frame stays as it is from task to task.
    flex.CRMContainer.defaultProps.uriCallback = () => `${CLIENTELE}/panel`;
    flex.Actions.addListener("afterSelectTask", (selected) => {
      task = selected.task ?? (selected.sid ? flex.TaskHelper.getTaskByTaskSid(selected.sid) : null);
      tell();
    });
    addEventListener("message", ({ origin, data }) => {
      if (origin === CLIENTELE && data?.type === "clientele:ready") tell();
    });
  }
}
