# The address of the cluster and its certificate authority: neither is a secret.
kubectl config view --minify --flatten --raw -o jsonpath='{.clusters[0].cluster.server}' | gh variable set CLUSTER_SERVER
kubectl config view --minify --flatten --raw -o jsonpath='{.clusters[0].cluster.certificate-authority-data}' | gh variable set CLUSTER_CA

# The token of cicd-agent, for 30 days.
kubectl create token cicd-agent -n kube-system --duration=720h | gh secret set CICD_AGENT_TOKEN
