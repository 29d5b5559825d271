"""The negative control: a document that promises what the product does not keep, and that breaks a rule."""

# What has to find each: the type of schemathesis' failure and the operation.
FOUND_BY = {
    "JsonSchemaError": "GET /v1/inbox",
    "AcceptedNegativeData": "POST /v1/conversations",
    "RejectedPositiveData": "GET /v1/work",
    "IgnoredAuth": "GET /readyz",
    "UndefinedContentType": "GET /healthz",
}
CALLER = "tenant_admin"


def schema_of(content):
    return content["content"]["application/json"]["schema"]


def plant(document):
    paths = document["paths"]
    inbox = document["components"]["schemas"]["Inbox"]
    inbox["required"].append("planted")
    body = schema_of(paths["/v1/conversations"]["post"]["requestBody"])
    body["properties"]["language"]["maxLength"] = 1
    for parameter in paths["/v1/work"]["get"]["parameters"]:
        if parameter.get("name") == "state":
            parameter["schema"]["enum"] = ["planted"]
    paths["/readyz"]["get"]["security"] = [{"bearer": []}]
    paths["/healthz"]["get"]["responses"]["200"]["content"] = {"application/xml": {"schema": {"type": "string"}}}
    paths["/healthz"]["get"]["planted"] = "redocly says that this is not expected here"
    return document
