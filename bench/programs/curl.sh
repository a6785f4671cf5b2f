#!/usr/bin/env bash
# The bare work at the API: one curl a call, one after the other.
# `curl.sh create` reads lines of kind, name and value, and prints kind, id and name; `change` and `destroy` read lines of
# kind, id and value; `list` reads nothing. The value is a permission string, or true or false of a key.
set -euo pipefail

call() {
  curl --silent --show-error --fail-with-body --retry 20 \
    --header "Authorization: $APPTEGO_AUTHORIZATION" --header "tenant: $APPTEGO_TENANT_ID" \
    --header "Content-Type: application/json" "${@:2}" "$APPTEGO_BASE_URL/$1"
}

post() {
  call "$1" --data "$2"
}

# The value of a text field in $reply.
field() {
  [[ $reply =~ \"$1\":\"([^\"]+)\" ]]
  id=${BASH_REMATCH[1]}
}

create() {
  case $1 in
    token)
      reply=$(post create_api_token "{\"name\":\"$2\"}")
      field token_key
      post update_api_token_permissions "{\"token_key\":\"$id\",\"permissions\":\"$3\"}" > /dev/null
      ;;
    user)
      reply=$(post add_user "{\"email\":\"$2\"}")
      field user_id
      post update_user_permissions "{\"user_id\":\"$id\",\"permissions\":\"$3\"}" > /dev/null
      ;;
    key)
      reply=$(post create_automation_key "{\"name\":\"$2\"}")
      field key_id
      ;;
    mapping)
      reply=$(post create_saml_group_mapping "{\"group_name\":\"$2\",\"permissions\":\"$3\"}")
      field mapping_id
      ;;
  esac
  printf '%s\t%s\t%s\n' "$1" "$id" "$2"
}

change() {
  case $1 in
    token) post update_api_token_permissions "{\"token_key\":\"$2\",\"permissions\":\"$3\"}" ;;
    user) post update_user_permissions "{\"user_id\":\"$2\",\"permissions\":\"$3\"}" ;;
    key) post update_automation_key "{\"key_id\":\"$2\",\"enabled\":$3}" ;;
    mapping) post update_saml_group_mapping "{\"mapping_id\":\"$2\",\"permissions\":\"$3\"}" ;;
  esac > /dev/null
}

destroy() {
  case $1 in
    token) post delete_api_token "{\"token_key\":\"$2\"}" ;;
    user) post remove_user "{\"user_id\":\"$2\"}" ;;
    key) post delete_automation_key "{\"key_id\":\"$2\"}" ;;
    mapping) post delete_saml_group_mapping "{\"mapping_id\":\"$2\"}" ;;
  esac > /dev/null
}

if [[ $1 == list ]]; then
  for path in get_api_tokens get_users get_automation_keys get_saml_group_mappings; do
    call "$path" > /dev/null
  done
else
  while IFS=$'\t' read -r kind second third; do "$1" "$kind" "$second" "$third"; done
fi
