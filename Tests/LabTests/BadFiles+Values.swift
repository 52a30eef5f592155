/// Files whose keys and values are wrong by themselves.
extension BadFile {
  static let structure: [BadFile] = [
    .init("an empty file", "", "1 : the file is empty"),
    .init("a comment only", "# nothing\n", "1 : the file is empty"),
    .init("a list", "- name: lab", "1 : a lab is a mapping, found a list"),
    .init("a word", "lab", "1 : a lab is a mapping, found \"lab\""),
    .init("no name", "machines: []", "1 : a lab needs name"),
    .init("an unclosed bracket", "name: lab\nmachines: [", "3 : not YAML"),
    .init("a tab as indentation", "name: lab\nmachines:\n\t- name: x", "3 : not YAML"),
    .init("two documents", "name: a\n---\nname: b", "2 : not YAML"),
    .init("a key twice", "name: a\nswitches: []\nname: b", "1 : written twice in one mapping: \"name\""),
    .init("an unknown alias", "name: *nobody", "1 : not YAML: found undefined alias"),
    .init("a composed key", "name: lab\n? [a, b]\n: c", "2 : a key must be a word"),
    .init("a key that is an alias", "name: &a lab\nmachines:\n  - *a : x", "3 : a key must be a word"),
    .init("control characters", "name: \"lab\"\nmachines: \u{1}", "2 : not YAML"),
    .init(
      "an unknown key of the lab", "name: lab\nmachnes: []",
      "2 machnes: a lab has no key \"machnes\"; did you mean \"machines\"?"),
    .init(
      "a key that is nothing like another", "name: lab\nfrobnicate: 1",
      "2 frobnicate: a lab has no key \"frobnicate\"; it has name, switches, nats, machines"),
    .init("a label with a blank", "name: my lab", "1 name: must be 1 to 64 letters"),
    .init("a label of dots", "name: ..", "1 name: must be 1 to 64 letters"),
    .init("no name at all", "name:", "1 name: must be 1 to 64 letters, digits, \".\", \"_\" or \"-\", found nothing"),
    .init(
      "machines as a word", "name: lab\nmachines: L1", "2 machines: must be a list, each item a machine, found \"L1\""),
    .init("a machine as a word", "name: lab\nmachines: [L1]", "2 machines[0]: a machine is a mapping, found \"L1\""),
    .init(
      "several errors, by line",
      "machines:\n  - name: L1\n    image: guest\n    memory: lots\n    procesors: 2\nname: a b",
      "4 machines[0].memory: must be a size",
      "5 machines[0].procesors: a machine has no key \"procesors\"; did you mean \"processors\"?",
      "6 name: must be 1 to 64"),
  ]

  static let machineValues: [BadFile] = [
    .machine(
      "neither image nor disk", "processors: 1",
      "7 machines[0]: a machine boots from exactly one of image and disk, found neither"),
    .machine(
      "image and disk", "image: guest\ndisk: a.raw",
      "7 machines[0]: a machine boots from exactly one of image and disk, found both"),
    .machine("an image that is no label", "image: ../guest", "8 machines[0].image: must be 1 to 64 letters"),
    .machine(
      "processors as a word", "image: guest\nprocessors: two",
      "9 machines[0].processors: must be a whole number, found \"two\""),
    .machine("no processors", "image: guest\nprocessors: 0", "9 machines[0].processors: must be 1 to 240, found 0"),
    .machine(
      "too many processors", "image: guest\nprocessors: 241", "9 machines[0].processors: must be 1 to 240, found 241"),
    .machine(
      "half a processor", "image: guest\nprocessors: 1.5",
      "9 machines[0].processors: must be a whole number, found \"1.5\""),
    .machine(
      "memory without a number", "image: guest\nmemory: GiB", "9 machines[0].memory: must be a size such as 4 GiB"),
    .machine("memory in an unknown unit", "image: guest\nmemory: 4 gallons", "9 machines[0].memory: must be a size"),
    .machine("negative memory", "image: guest\nmemory: -4 GiB", "9 machines[0].memory: must be a size"),
    .machine("fractional memory", "image: guest\nmemory: 1.5 GiB", "9 machines[0].memory: must be a size"),
    .machine("memory beyond 64 bits", "image: guest\nmemory: 99999999999 TiB", "9 machines[0].memory: must be a size"),
    .machine(
      "too little memory", "image: guest\nmemory: 16 MiB",
      "9 machines[0].memory: must be 32 MiB to 12 TiB, found 16 MiB"),
    .machine(
      "a dynamic minimum above memory", "image: guest\nmemory: 256 MiB\ndynamicMemory: {minimum: 1 GiB}",
      "10 machines[0].dynamicMemory.minimum: minimum is 1 GiB, more than the 256 MiB that"),
    .machine(
      "the standard minimum above memory", "image: guest\nmemory: 256 MiB\ndynamicMemory: {maximum: 1 GiB}",
      "10 machines[0].dynamicMemory: minimum is 512 MiB, more than the 256 MiB that"),
    .machine(
      "a dynamic maximum below memory", "image: guest\nmemory: 2 GiB\ndynamicMemory: {maximum: 1 GiB}",
      "10 machines[0].dynamicMemory.maximum: maximum is 1 GiB, less than the 2 GiB that"),
    .machine(
      "a buffer out of range", "image: guest\ndynamicMemory: {buffer: 4}",
      "9 machines[0].dynamicMemory.buffer: must be 5 to 2000, found 4"),
    .machine(
      "dynamic memory as a word", "image: guest\ndynamicMemory: on",
      "9 machines[0].dynamicMemory: a dynamic memory setting is a mapping"),
    .machine(
      "too much memory", "image: guest\nmemory: 13 TiB", "9 machines[0].memory: must be 32 MiB to 12 TiB, found 13 TiB"),
    .machine(
      "bytes where megabytes were meant", "image: guest\nmemory: 512",
      "9 machines[0].memory: must be 32 MiB to 12 TiB, found 512 bytes"),
    .machine(
      "memory of half megabytes", "image: guest\nmemory: 65537 KiB", "9 machines[0].memory: must be a multiple of 1 MiB"
    ),
    .machine(
      "memory as a list", "image: guest\nmemory: [4 GiB]",
      "9 machines[0].memory: must be a size such as 4 GiB or 512 MiB, found a list"),
    .machine(
      "nested as a word", "image: host\nnested: maybe",
      "9 machines[0].nested: must be on, off, true or false, found \"maybe\""),
    .machine(
      "a version without a dot", "image: guest\nversion: 12",
      "9 machines[0].version: must be a configuration version such as 12.0"),
    .machine(
      "a version that never was", "image: guest\nversion: 8.7",
      "9 machines[0].version: no such configuration version 8.7; there are 8.0, 8.1"),
    .machine(
      "nested under an old version", "image: host\nnested: true\nversion: 7.1",
      "9 machines[0].nested: virtualization extensions need configuration version 8.0 or newer (9.3 on AMD); L1 has 7.1",
      "10 machines[0].version: no such configuration version 7.1"),
    .machine(
      "adapters as a mapping", "image: guest\nadapters: {switch: Lab}", "9 machines[0].adapters: must be a list"),
    .machine(
      "a bad MAC address", "image: guest\nadapters:\n  - mac: 00-15-5D-00-00",
      "10 machines[0].adapters[0].mac: must be a MAC address"),
    .machine(
      "a group's MAC address", "image: guest\nadapters:\n  - mac: 01-15-5D-00-00-01",
      "10 machines[0].adapters[0].mac: 01-15-5D-00-00-01 is not the address of an adapter"),
    .machine(
      "MAC address zero", "image: guest\nadapters:\n  - mac: 00-00-00-00-00-00",
      "10 machines[0].adapters[0].mac: 00-00-00-00-00-00 is not"),
    .machine(
      "macSpoofing as a number", "image: guest\nadapters:\n  - macSpoofing: 1",
      "10 machines[0].adapters[0].macSpoofing: must be on, off, true or false"),
    .machine(
      "an unknown key of an adapter", "image: guest\nadapters:\n  - macSpofing: on",
      "10 machines[0].adapters[0].macSpofing: an adapter has no key \"macSpofing\"; did you mean \"macSpoofing\"?"),
    .machine(
      "a name with a slash", "image: guest\nadapters:\n  - name: a/b",
      "10 machines[0].adapters[0].name: must be 1 to 100 characters without \"/\""),
    .machine(
      "nine adapters",
      "image: guest\nadapters: [{name: a}, {name: b}, {name: c}, {name: d}, {name: e}, {name: f}, {name: g}, {name: h}, {name: i}]",
      "9 machines[0].adapters: holds 9, at most 8 are possible"),
    .init("a machine without a name", "name: lab\nmachines:\n  - image: guest", "3 machines[0]: a machine needs name"),
    .init(
      "a name of 101 characters",
      "name: lab\nmachines:\n  - image: guest\n    name: \(String(repeating: "x", count: 101))",
      "4 machines[0].name: must be 1 to 100 characters"),
  ]

  static let switchValues: [BadFile] = [
    .switch("no type", "mtu: 1500", "3 switches[0]: a switch needs type"),
    .switch(
      "an unknown type", "type: Extrenal\nadapter: eth0",
      "4 switches[0].type: must be one of Private, Internal, External, NAT, found \"Extrenal\"; did you mean \"External\"?"
    ),
    .switch("an MTU too small", "type: Private\nmtu: 575", "5 switches[0].mtu: must be 576 to 9000, found 575"),
    .switch("an MTU too large", "type: Private\nmtu: 9001", "5 switches[0].mtu: must be 576 to 9000, found 9001"),
    .switch("NAT without an address", "type: NAT", "3 switches[0]: a switch of type NAT needs address"),
    .switch("External without an adapter", "type: External", "3 switches[0]: a switch of type External needs adapter"),
    .switch(
      "an address without a prefix", "type: NAT\naddress: 10.0.0.1",
      "5 switches[0].address: must be an IPv4 address with the length of its prefix"),
    .switch(
      "an address out of range", "type: NAT\naddress: 10.0.0.256/24",
      "5 switches[0].address: must be an IPv4 address with"),
    .switch(
      "the network's address", "type: NAT\naddress: 10.0.0.0/24",
      "5 switches[0].address: 10.0.0.0/24 is not an address that a host can have; did you mean \"10.0.0.1/24\"?"),
    .switch(
      "the broadcast address", "type: NAT\naddress: 10.0.0.255/24",
      "5 switches[0].address: 10.0.0.255/24 is not an address"),
    .switch(
      "a prefix of 31", "type: NAT\naddress: 10.0.0.1/31",
      "5 switches[0].address: the length of the prefix must be 8 to 30, found 31"),
    .switch(
      "a prefix of 4", "type: Internal\naddress: 10.0.0.1/4",
      "5 switches[0].address: the length of the prefix must be 8 to 30, found 4"),
    .switch(
      "an address of a Private switch", "type: Private\naddress: 10.0.0.1/24",
      "5 switches[0].address: address is for switches of type Internal and NAT, this one is Private"),
    .switch(
      "an adapter of an Internal switch", "type: Internal\nadapter: eth0",
      "5 switches[0].adapter: adapter is for switches of type External"),
    .switch(
      "hostLoopback of an Internal switch", "type: Internal\nhostLoopback: true",
      "5 switches[0].hostLoopback: hostLoopback is for switches of type NAT"),
    .switch(
      "allowManagementOS of a NAT switch", "type: NAT\naddress: 10.0.0.1/24\nallowManagementOS: off",
      "6 switches[0].allowManagementOS: allowManagementOS is for"),
    .init(
      "a NAT with host bits",
      "name: lab\nswitches: [{name: I, type: Internal, address: 10.1.0.1/24}]\nnats:\n  - name: N\n    prefix: 10.1.0.1/24",
      "5 nats[0].prefix: 10.1.0.1/24 has host bits set; did you mean \"10.1.0.0/24\"?"),
    .init("a NAT without a prefix", "name: lab\nnats:\n  - name: N", "3 nats[0]: a NAT needs prefix"),
  ]
}
