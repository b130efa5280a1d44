package gitops

# Containers of production are limited.
deny contains {"msg": msg, "resource": resource} if {
	input.unit.environment == "production"
	some object in input.resources
	some container in object.spec.template.spec.containers
	not container.resources.limits.memory
	resource := concat("/", ["apps", object.kind, object.metadata.namespace, object.metadata.name])
	msg := sprintf("%s has no memory limit", [container.name])
}

warn contains "nobody owns this" if {
	count(input.services) == 0
	data.owners.required
}
