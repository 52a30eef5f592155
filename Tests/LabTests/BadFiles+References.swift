/// Files whose values are right by themselves and wrong together.
extension BadFile {
  static let references: [BadFile] = [
    .machine(
      "a switch that is not there", "image: guest\nadapters:\n  - switch: Lob",
      "10 machines[0].adapters[0].switch: no switch named \"Lob\" on this host; did you mean \"Lab\"?"),
    .machine(
      "a switch that is like no other", "image: guest\nadapters:\n  - switch: Production",
      "10 machines[0].adapters[0].switch: no switch named \"Production\" on this host; it has \"Lab\""),
    .init(
      "a switch on a host without any", "name: lab\nmachines: [{name: m, image: guest, adapters: [{switch: Lab}]}]",
      "2 machines[0].adapters[0].switch: no switch named \"Lab\" on this host; it has none"),
    .inside(
      "a switch of an inner host",
      """
      switches: [{name: VmNAT, type: Internal, address: 192.168.100.1/24}]
      machines:
        - {name: a, image: guest, memory: 64 MiB}
        - {name: b, image: guest, memory: 64 MiB, adapters: [{switch: VmNta}]}
      """,
      "17 machines[0].machines[1].adapters[0].switch: no switch named \"VmNta\" on host L1; did you mean \"VmNAT\"?"),
    .inside(
      "an outer host's switch", "machines: [{name: a, image: guest, memory: 64 MiB, adapters: [{switch: Lab}]}]",
      "14 machines[0].machines[0].adapters[0].switch: no switch named \"Lab\" on host L1; it has none"),
    .init(
      "two machines of one name", "name: lab\nmachines:\n  - {name: web, image: guest}\n  - {name: WEB, image: guest}",
      "4 machines[1].name: this host has a machine named \"WEB\" already, at line 3"),
    .init(
      "two switches of one name", "name: lab\nswitches:\n  - {name: s, type: Private}\n  - {name: S, type: Private}",
      "4 switches[1].name: this host has a switch named \"S\" already, at line 3"),
    .init(
      "two NATs of one name",
      """
      name: lab
      switches:
        - {name: a, type: Internal, address: 10.1.0.1/24}
        - {name: b, type: Internal, address: 10.2.0.1/24}
      nats:
        - {name: n, prefix: 10.1.0.0/24}
        - {name: N, prefix: 10.2.0.0/24}
      """, "7 nats[1].name: this host has a NAT named \"N\" already, at line 6"),
    .machine(
      "two adapters of one name", "image: guest\nadapters:\n  - switch: Lab\n  - switch: Lab",
      "11 machines[0].adapters[1]: L1 has an adapter named \"Network Adapter\" already, at line 10; give this one a name"
    ),
    .machine(
      "one MAC address twice",
      "image: guest\nadapters:\n  - {name: a, mac: 00-15-5D-00-00-01}\n  - {name: b, mac: \"00:15:5d:00:00:01\"}",
      "11 machines[0].adapters[1].mac: 00-15-5D-00-00-01 is the address of another adapter already, at line 10"),
    .machine(
      "switches in a guest", "image: guest\nswitches: []",
      "9 machines[0].switches: only a machine with image: host holds switches, nats and machines; L1 boots from image guest"
    ),
    .machine(
      "machines in a guest", "image: guest\nmachines: [{name: a, image: guest, memory: 64 MiB}]",
      "9 machines[0].machines: only a machine with image: host"),
    .machine(
      "nats in a machine from a disk", "disk: a.qcow2\nnats: []",
      "9 machines[0].nats: only a machine with image: host holds switches, nats and machines; L1 boots from a disk"),
    .inside(
      "a relative path on an inner host", "machines: [{name: a, disk: a.raw, memory: 64 MiB}]",
      "14 machines[0].machines[0].disk: a path on host L1 must be absolute, found \"a.raw\""),
    .init(
      "two External switches on one adapter",
      "name: lab\nswitches:\n  - {name: a, type: External, adapter: eth0}\n  - {name: b, type: External, adapter: Ethernet}",
      "4 switches[1].adapter: adapter \"Ethernet\" of this host has an External switch already, at line 3"),
    .inside(
      "an adapter that the machine does not have", "switches: [{name: B, type: External, adapter: Ethernet 2}]",
      "14 machines[0].switches[0].adapter: no adapter named \"Ethernet 2\" in host L1; it has \"Ethernet\""),
    .init(
      "External in a machine without adapters",
      "name: lab\nmachines:\n  - name: L1\n    image: host\n    switches: [{name: B, type: External, adapter: Ethernet}]",
      "5 machines[0].switches[0].adapter: no adapter named \"Ethernet\" in host L1; it has none"),
    .init(
      "External on an adapter without a switch",
      "name: lab\nmachines:\n  - name: L1\n    image: host\n    adapters: [{name: a}]\n    switches: [{name: B, type: External, adapter: eth0}]",
      "6 machines[0].switches[0].adapter: adapter \"eth0\" of host L1 is not connected to a switch"),
  ]

  static let networks: [BadFile] = [
    .init(
      "two switches of one prefix",
      "name: lab\nswitches:\n  - {name: a, type: NAT, address: 10.0.0.1/16}\n  - {name: b, type: Internal, address: 10.0.5.1/24}",
      "4 switches[1].address: 10.0.5.0/24 overlaps 10.0.0.0/16 of switch \"a\" on this host, at line 3"),
    .inside(
      "an inner switch on the outer prefix", "switches: [{name: I, type: Internal, address: 10.77.0.9/24}]",
      "14 machines[0].switches[0].address: 10.77.0.0/24 overlaps 10.77.0.0/24 of switch \"Lab\" on this host, at line 5"
    ),
    .inside(
      "an inner NAT over the outer prefix",
      "switches: [{name: I, type: Internal, address: 10.99.0.1/24}]\nnats: [{name: N, prefix: 10.0.0.0/8}]",
      "15 machines[0].nats[0].prefix: 10.0.0.0/8 overlaps 10.77.0.0/24 of switch \"Lab\" on this host, at line 5"),
    .inside(
      "an innermost NAT switch on the outermost prefix",
      """
      switches: [{name: B, type: External, adapter: Ethernet}]
      machines:
        - name: L2
          image: host
          memory: 1 GiB
          adapters: [{switch: B}]
          switches: [{name: X, type: NAT, address: 10.77.0.128/23}]
      """,
      "20 machines[0].machines[0].switches[0].address: 10.77.0.0/23 overlaps 10.77.0.0/24 of switch \"Lab\" on this host"
    ),
    .init(
      "a NAT without an Internal switch", "name: lab\nnats: [{name: N, prefix: 192.168.1.0/24}]",
      "2 nats[0].prefix: no Internal switch of this host has an address within 192.168.1.0/24"),
    .init(
      "a NAT beside its Internal switch",
      "name: lab\nswitches: [{name: I, type: Internal, address: 192.168.2.1/24}]\nnats: [{name: N, prefix: 192.168.1.0/24}]",
      "3 nats[0].prefix: no Internal switch of this host has an address within 192.168.1.0/24; there are 192.168.2.1/24"
    ),
    .init(
      "two NATs over one another",
      """
      name: lab
      switches: [{name: I, type: Internal, address: 192.168.2.1/24}]
      nats:
        - {name: N, prefix: 192.168.2.0/24}
        - {name: M, prefix: 192.168.0.0/16}
      """, "5 nats[1].prefix: 192.168.0.0/16 overlaps 192.168.2.0/24 of NAT \"N\" on this host, at line 4"),
    .machine(
      "an address outside the switch's prefix", "image: guest\nadapters: [{switch: Lab, address: 10.0.1.2/24}]",
      "9 machines[0].adapters[0].address: 10.0.1.2 is outside 10.0.0.0/24, the prefix of switch \"Lab\""),
    .machine(
      "an address with another mask", "image: guest\nadapters: [{switch: Lab, address: 10.0.0.2/16}]",
      "9 machines[0].adapters[0].address: the prefix of switch \"Lab\" has length 24, found 16"),
    .machine(
      "the switch's own address", "image: guest\nadapters: [{switch: Lab, address: 10.0.0.1/24}]",
      "9 machines[0].adapters[0].address: 10.0.0.1 is the address of switch \"Lab\" already, at line 5"),
    .machine(
      "the address of the switch's DNS server", "image: guest\nadapters: [{switch: Lab, address: 10.0.0.3/24}]",
      "9 machines[0].adapters[0].address: 10.0.0.3 is the address of the DNS server of switch \"Lab\" already, at line 5"
    ),
    .machine(
      "the broadcast address of a switch", "image: guest\nadapters: [{switch: Lab, address: 10.0.0.255/24}]",
      "9 machines[0].adapters[0].address: 10.0.0.255/24 is not an address that a machine can have"),
    .machine(
      "an address without a switch", "image: guest\nadapters: [{address: 10.0.0.2/24}]",
      "9 machines[0].adapters[0].address: address needs switch"),
    .machine(
      "a gateway without an address", "image: guest\nadapters: [{switch: Lab, gateway: 10.0.0.1}]",
      "9 machines[0].adapters[0].gateway: gateway needs address"),
    .machine(
      "DNS without an address", "image: guest\nadapters: [{switch: Lab, dns: [10.0.0.3]}]",
      "9 machines[0].adapters[0].dns[0]: dns needs address"),
    .machine(
      "DNS servers that are none", "image: guest\nadapters: [{switch: Lab, address: 10.0.0.2/24, dns: [one, [two]]}]",
      "9 machines[0].adapters[0].dns[0]: must be an IPv4 address such as 10.77.0.3, found \"one\"",
      "9 machines[0].adapters[0].dns[1]: must be an IPv4 address such as 10.77.0.3, found a list"),
    .machine(
      "DNS as a word", "image: guest\nadapters: [{switch: Lab, address: 10.0.0.2/24, dns: 10.0.0.3}]",
      "9 machines[0].adapters[0].dns: must be a list of IPv4 addresses, found \"10.0.0.3\""),
    .machine(
      "a gateway outside the prefix",
      "image: guest\nadapters: [{switch: Lab, address: 10.0.0.2/24, gateway: 10.0.1.1}]",
      "9 machines[0].adapters[0].gateway: the gateway 10.0.1.1 is outside 10.0.0.0/24"),
    .machine(
      "a machine as its own gateway",
      "image: guest\nadapters: [{switch: Lab, address: 10.0.0.2/24, gateway: 10.0.0.2}]",
      "9 machines[0].adapters[0].gateway: the gateway 10.0.0.2 is the adapter's own address"),
    .machine(
      "one address twice",
      "image: guest\nadapters:\n  - {name: a, switch: Lab, address: 10.0.0.2/24}\n  - {name: b, switch: Lab, address: 10.0.0.2/24}",
      "11 machines[0].adapters[1].address: 10.0.0.2 is the address of adapter \"a\" of L1 already, at line 10"),
    .init(
      "one address twice through a bridge",
      """
      name: lab
      switches: [{name: Lab, type: NAT, address: 10.77.0.1/24}]
      machines:
        - name: L1
          image: host
          nested: true
          memory: 1 GiB
          adapters: [{switch: Lab, macSpoofing: on, address: 10.77.0.9/24}]
          switches: [{name: B, type: External, adapter: eth0}]
          machines:
            - {name: a, image: guest, memory: 64 MiB, adapters: [{switch: B, address: 10.77.0.9/24}]}
      """,
      "11 machines[0].machines[0].adapters[0].address: 10.77.0.9 is the address of adapter \"Network Adapter\" of L1 already, at line 8"
    ),
  ]
}
