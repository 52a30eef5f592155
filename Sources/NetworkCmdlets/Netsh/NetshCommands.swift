/// The commands of `netsh interface ip` that are here.
enum NetshCommands {
  private static let name = ["interface": "name"]
  private static let interface = ["name": "interface"]

  static let all: [NetshSyntax.Command] = [
    .init(
      verb: "add", object: "address",
      parameters: ["name", "address", "mask", "type", "gateway", "gwmetric", "store"], required: 2, otherNames: name),
    .init(
      verb: "add", object: "dnsservers", parameters: ["name", "address", "index", "validate"], required: 2,
      otherNames: name),
    .init(
      verb: "add", object: "route",
      parameters: ["prefix", "interface", "nexthop", "siteprefixlength", "metric", "publish", "store"], required: 2,
      otherNames: interface),
    .init(
      verb: "set", object: "address",
      parameters: ["name", "source", "address", "mask", "gateway", "gwmetric", "store"], required: 1, otherNames: name),
    .init(
      verb: "set", object: "dnsservers", parameters: ["name", "source", "address", "register", "validate"], required: 2,
      otherNames: name),
    .init(
      verb: "set", object: "route",
      parameters: ["prefix", "interface", "nexthop", "siteprefixlength", "metric", "publish", "store"], required: 2,
      otherNames: interface),
    .init(
      verb: "set", object: "interface", parameters: ["interface", "forwarding", "mtu", "metric", "store"], required: 1,
      otherNames: interface),
    .init(
      verb: "delete", object: "address", parameters: ["name", "address", "gateway", "store"], required: 1,
      otherNames: name),
    .init(
      verb: "delete", object: "dnsservers", parameters: ["name", "address", "validate"], required: 1, otherNames: name),
    .init(
      verb: "delete", object: "route", parameters: ["prefix", "interface", "nexthop", "store"], required: 2,
      otherNames: interface),
    .init(verb: "show", object: "addresses", parameters: ["name"], required: 0, otherNames: name),
    .init(verb: "show", object: "dnsservers", parameters: ["name"], required: 0, otherNames: name),
    .init(verb: "show", object: "config", parameters: ["name"], required: 0, otherNames: name),
    .init(verb: "show", object: "interfaces", parameters: ["interface"], required: 0, otherNames: interface),
    .init(verb: "show", object: "route", parameters: [], required: 0),
  ]
}
